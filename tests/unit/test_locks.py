"""The locks: every package once for each Python and system, with hashes, and no place it comes from."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import Distribution, distributions
from itertools import product

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from clausegraph.engine.knowledge.load import PACKAGE
from clausegraph.locks.differences import differences, installed, locked

NAMES = ("build", "user", "durable", "test")
PROJECT = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
ASKED = {
    "build": PROJECT["build-system"]["requires"],
    "user": PROJECT["project"]["dependencies"],
    "durable": [*PROJECT["project"]["dependencies"], *EXTRAS["durable"]],
    "test": [*PROJECT["project"]["dependencies"], *(one for extra in EXTRAS.values() for one in extra)],
}
SYSTEMS = {
    "Linux": {"platform_system": "Linux", "sys_platform": "linux", "os_name": "posix"},
    "macOS": {"platform_system": "Darwin", "sys_platform": "darwin", "os_name": "posix"},
    "Windows": {"platform_system": "Windows", "sys_platform": "win32", "os_name": "nt"},
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
every_lock = pytest.mark.parametrize("name", NAMES)
every_machine = pytest.mark.parametrize(("python", "system"), list(product(PYTHONS, SYSTEMS)))


def text_of(name: str) -> str:
    return (PACKAGE / "locks" / f"{name}.txt").read_text(encoding="utf-8")


def entries(name: str) -> dict[str, list[str]]:
    """The hashes of a lock by what they stand under: `click==8.5.1`, with its marker."""
    found: dict[str, list[str]] = {}
    for line in text_of(name).splitlines():
        if line[:1].isalnum():
            found[line.removesuffix("\\").strip()] = under = []
        elif line.lstrip().startswith("--hash="):
            under.append(line.removesuffix("\\").strip())
    return found


def holds(marker: Marker | None, python: str, system: str) -> bool:
    """Whether a marker holds on a machine; no marker of ours asks for more than this."""
    machine = SYSTEMS[system] | {"python_version": python, "python_full_version": f"{python}.5"}
    machine |= {"platform_python_implementation": "CPython", "extra": ""}
    return marker is None or marker.evaluate(machine)


def versions(name: str, python: str, system: str) -> list[tuple[str, str]]:
    """What a lock gives on a machine: packages with their versions."""
    wanted = [one for one in map(Requirement, entries(name)) if holds(one.marker, python, system)]
    return [(canonicalize_name(one.name), str(one.specifier)) for one in wanted]


@every_lock
def test_every_package_of_a_lock_has_one_version_and_hashes(name: str) -> None:
    listed = entries(name)
    assert listed
    assert [line for line in listed if not re.match(r"[a-z0-9-]+==[0-9][a-z0-9.]*( ; .+)?$", line)] == []
    assert [line for line, hashes in listed.items() if not hashes or not all(map(is_a_hash, hashes))] == []


def is_a_hash(option: str) -> bool:
    return re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", option) is not None


@every_lock
def test_a_lock_says_nowhere_where_packages_come_from(name: str) -> None:
    allowed = re.compile(r"#.*|--hash=sha256:[0-9a-f]{64}( \\)?|[a-z0-9-]+==[^@/]*")
    assert [line for line in text_of(name).splitlines() if not allowed.fullmatch(line.strip())] == []
    assert "://" not in text_of(name)


@every_lock
@every_machine
def test_a_lock_gives_each_machine_what_is_asked_for_once(name: str, python: str, system: str) -> None:
    given = versions(name, python, system)
    assert len(given) == len(dict(given))
    asked = [one for one in map(Requirement, ASKED[name]) if holds(one.marker, python, system)]
    assert asked
    unmet = [str(one) for one in asked if not meets(one, dict(given))]
    assert unmet == []


def meets(asked: Requirement, given: dict[str, str]) -> bool:
    version = given.get(canonicalize_name(asked.name), "").removeprefix("==")
    return bool(version) and asked.specifier.contains(version)


@pytest.mark.parametrize("name", ["build", "user", "durable"])
def test_what_one_lock_lists_the_lock_of_the_tests_lists_alike(name: str) -> None:
    whole = entries("test")
    assert {line: hashes for line, hashes in entries(name).items() if whole.get(line) != hashes} == {}


@every_machine
def test_durable_is_locked_only_where_it_can_be_had(python: str, system: str) -> None:
    can_be_had = python in ("3.11", "3.12") and system != "Windows"
    assert ("durable-rules" in dict(versions("durable", python, system))) is can_be_had
    more = set(versions("durable", python, system)) - set(versions("user", python, system))
    assert {name for name, _ in more} <= {"durable-rules"}


def test_what_a_locked_package_needs_here_is_locked_as_well() -> None:
    lock = locked(text_of("test"))
    as_locked = [here for here in distributions() if lock.get(name_of(here)) == here.version]
    assert as_locked
    assert {name_of(here): lines for here in as_locked if (lines := lacking(here, lock))} == {}


def name_of(package: Distribution) -> str:
    return canonicalize_name(package.metadata["Name"])


def lacking(package: Distribution, lock: dict[str, str]) -> list[Requirement]:
    """What a package needs on this machine that is not in the lock."""
    needed = map(Requirement, package.requires or ())
    beyond = [one for one in needed if canonicalize_name(one.name) not in lock]
    return [one for one in beyond if one.marker is None or one.marker.evaluate({"extra": ""})]


def test_the_page_on_dependencies_names_every_package_that_is_asked_for() -> None:
    page = (PACKAGE / "docs/decisions/0001-dependencies.md").read_text(encoding="utf-8")
    asked = {Requirement(line).name for lines in ASKED.values() for line in lines}
    assert {name for name in asked if not re.search(rf"\b{re.escape(name)}\b", page, re.IGNORECASE)} == set()


def test_the_page_on_dependencies_counts_what_an_assessment_brings() -> None:
    page = (PACKAGE / "docs/decisions/0001-dependencies.md").read_text(encoding="utf-8")
    assert len(versions("user", "3.11", "Linux")) == 22
    assert "brings 22 packages" in page


def test_what_differs_from_a_lock_is_listed_with_both_versions() -> None:
    lock = {"click": "8.1", "rich": "14.0", "mdurl": "0.1"}
    here = {"click": "8.2", "rich": "14.0", "flask": "3.0"}
    assert differences(lock, here) == [
        "click: 8.1 in the lock, 8.2 here",
        "flask: nothing in the lock, 3.0 here",
        "mdurl: 0.1 in the lock, nothing here",
    ]
    assert differences(lock, dict(lock)) == []


def test_a_lock_is_read_for_this_machine_alone() -> None:
    text = "# made\nClick==8.1 \\\n    --hash=sha256:00\n    # via rich\n"
    text += "old-one==1 ; python_version < '3'\nnew.one==2 ; python_version >= '3'\n"
    assert locked(text) == {"click": "8.1", "new-one": "2"}


def test_what_is_installed_here_leaves_out_the_package_itself() -> None:
    here = installed()
    assert "pytest" in here
    assert "clausegraph" not in here
