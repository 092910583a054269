"""The house's rules, where a rule was said twice."""

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = ("app", "cards", "scheduler", "manifest")
CAPABILITIES = [path.parent for path in (ROOT / "app").glob("*/room.py") if path.parent.name != "kit"]
CAPABILITY_FILES = re.compile(r"(__init__|model|rules|views|actions|queries|commands|room|due)(_[a-z]+)?\.py")
FORBIDDEN_NAMES = {
    "helper", "helpers", "util", "utils", "manager", "service", "base", "common", "data", "info", "process", "handle",
}  # fmt: skip
LONGEST_FILE = 400


def files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not {"node_modules", "__pycache__", "versions"} & set(path.parts):  # versions: Alembic writes them
                yield path


def where(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        where(path): lines
        for path in [*files(*CODE, "tests"), *(ROOT / "app/local/page").glob("*.[jc]s*")]
        if path.suffix in (".py", ".js", ".css") and (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_files_and_definitions_have_names_of_the_field() -> None:
    found = []
    for path in files(*CODE):
        if path.stem in FORBIDDEN_NAMES:
            found.append(where(path))
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", node.name)}
                if words & {"helper", "util", "utils", "manager"} or node.name.lower() in FORBIDDEN_NAMES:
                    found.append(f"{where(path)}: {node.name}")
    assert found == []


@pytest.mark.parametrize("room", CAPABILITIES, ids=lambda path: path.name)
def test_a_capability_has_its_closed_list_of_files(room: Path) -> None:
    assert [path.name for path in room.glob("*.py") if not CAPABILITY_FILES.fullmatch(path.name)] == []


@pytest.mark.parametrize("room", CAPABILITIES, ids=lambda path: path.name)
def test_a_capability_neither_commits_nor_awaits_nor_reads_the_clock(room: Path) -> None:
    found = []
    for path in room.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Await | ast.AsyncFunctionDef):
                found.append(f"{where(path)}: await")
            if isinstance(node, ast.Attribute) and node.attr in ("commit", "rollback", "utcnow", "today"):
                owner = node.value
                if node.attr != "today" or (isinstance(owner, ast.Name) and owner.id in ("date", "datetime")):
                    found.append(f"{where(path)}:{node.lineno} .{node.attr}")
            if isinstance(node, ast.Attribute) and ast.unparse(node) == "datetime.now":
                found.append(f"{where(path)}:{node.lineno} datetime.now")
    assert found == []


@pytest.mark.parametrize("room", CAPABILITIES, ids=lambda path: path.name)
def test_the_front_door_of_a_capability_is_its_rules_in_plain_words(room: Path) -> None:
    tree = ast.parse((room / "__init__.py").read_text())
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1, "a docstring, no code"


@pytest.mark.parametrize("room", CAPABILITIES, ids=lambda path: path.name)
def test_rules_touch_no_session(room: Path) -> None:
    for path in room.glob("rules*.py"):
        imported = {
            name
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom | ast.Import)
            for name in [getattr(node, "module", "") or "", *(alias.name for alias in node.names)]
        }
        assert not {name for name in imported if name.startswith("sqlalchemy")}, where(path)


def test_people_read_no_gender_signs_inside_words() -> None:
    """German texts are neutral: „Teilnehmende“, never „Teilnehmer*innen“ or „Teilnehmer:innen“."""
    sign = re.compile(r"[a-zäöüß][*:/][Ii]n(nen)?\b|[a-zäöüß]_in(nen)\b|[a-zäöüß]In(nen)?\b")
    found = [where(path) for path in files("app", "cards") if sign.search(path.read_text())]
    assert found == []


def test_no_file_waits_for_later() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = []
    for path in files(*CODE, "tests"):
        with path.open("rb") as file:
            for token in tokenize.tokenize(file.readline):
                if token.type == tokenize.COMMENT and words.search(token.string):
                    found.append(f"{where(path)}:{token.start[0]}")
    assert found == []


def test_locks_and_configuration_name_no_registry() -> None:
    locks = [*ROOT.glob("*.lock"), *(ROOT / "tests").rglob("*.lock"), ROOT / "pyproject.toml", ROOT / "Makefile"]
    page = ROOT / "app/local/page/package-lock.json"
    for path in [*locks, page]:
        text = path.read_text()
        assert not re.search(r'"resolved"|index-url|find-links|registry *=', text), where(path)
