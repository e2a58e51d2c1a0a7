"""`python -m clausegraph`: the program's name where no folder of scripts is on the path."""

from clausegraph.cli import main

main(prog_name="clausegraph")
