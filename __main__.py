"""`python -m clausegraph`: the name under which the command is found where no folder of scripts is on the path."""

from clausegraph.cli import main

main(prog_name="clausegraph")
