"""Taking a table into an organisation's file: what is written, what stays, what is told, and what next
month's table does."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from clausegraph.cli import main
from clausegraph.engine.commands.take import MOST_QUESTIONS, Taking, taking_of
from clausegraph.engine.reports.terminal.taking import hold_taking
from clausegraph.tests.unit.organisation.taking.conftest import DAY

RISKS = """Risk ID,Risk,Threat,Risk level,Treatment,Status
R-1,Mail accounts are stolen,phishing,High,Mitigate,Open
R-2,A laptop is lost,theft,Medium,Transfer,Closed
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("risks.csv").write_text(RISKS, encoding="utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["take", *words])


def talk(table: str, place: str, *lines: str) -> tuple[Taking, str]:
    """Takes a table with somebody at the terminal who says these lines."""
    options = {"overlays": (), "register": "", "days": None, "levels": "", "words": (), "sheets": ()}
    options |= {"standards": ("iso-27001:2022",), "mapping": None}
    taking, said, shown = taking_of(Path(table), Path(place), options, today=DAY), iter(lines), io.StringIO()
    hold_taking(Console(file=shown, width=100), taking, lambda prompt: next(said, None), look=False)
    return taking, shown.getvalue()


def test_looking_shows_and_writes_nothing(here: Path) -> None:
    result = run("risks.csv")
    assert result.exit_code == 0
    assert "2 records of security risks" in result.output
    assert sorted(one.name for one in here.iterdir()) == ["risks.csv"]


def test_a_new_file_is_begun_and_can_be_assessed(here: Path) -> None:
    assert run("risks.csv", "acme.yaml").exit_code == 0
    assert "record: R-1" in (here / "acme.yaml").read_text(encoding="utf-8")
    assert CliRunner().invoke(main, ["assess", "acme.yaml"]).exit_code == 0


def test_next_month_goes_in_without_a_question_and_says_what_changed(here: Path) -> None:
    Path("risks.csv").write_text(RISKS.replace("Open", "parked"), encoding="utf-8")
    assert "What do these words in `Status` mean" in run("risks.csv", "acme.yaml").output
    assert run("risks.csv", "acme.yaml", "--word", "parked=open").exit_code == 0
    later = RISKS.replace("Open", "parked").replace("Mitigate", "Accept").replace("R-2,", "R-3,")
    Path("risks.csv").write_text(later, encoding="utf-8")
    result = run("risks.csv", "acme.yaml")
    assert result.exit_code == 0
    assert "1 new, 1 changed, 1 gone" in result.output
    assert "R-1 treatment: reduce > accept" in " ".join(result.output.split())
    assert "R-2: no longer in the table" in result.output
    assert (here / "acme.bak.yaml").exists()


def test_the_same_table_again_changes_nothing(here: Path) -> None:
    run("risks.csv", "acme.yaml")
    before = (here / "acme.yaml").read_bytes()
    assert "nothing new, 2 as before" in run("risks.csv", "acme.yaml").output
    assert (here / "acme.yaml").read_bytes() == before
    assert not (here / "acme.bak.yaml").exists()


def test_what_somebody_wrote_into_the_file_stays(here: Path) -> None:
    Path("acme.yaml").write_text(
        "organisation: Acme  # ours\nstandards: [iso-27001:2022]\nanswers:\n  policy.stated: yes\n"
        "  registers.security_risks:\n    - {record: R-1, what: Another risk, level: low}\n"
        "    - {record: X-9, what: Our own, level: low}\n",
        encoding="utf-8",
    )
    result = run("risks.csv", "acme.yaml")
    text = (here / "acme.yaml").read_text(encoding="utf-8")
    assert "# ours" in text
    assert "policy.stated: yes" in text
    assert "Another risk" in text
    assert "X-9" in text
    assert "Mail accounts" not in text
    assert "the file has another record of the name R-1" in " ".join(result.output.split())


def test_fields_that_no_column_fills_stay_when_a_record_is_taken_again(here: Path) -> None:
    run("risks.csv", "acme.yaml")
    place = here / "acme.yaml"
    text = place.read_text(encoding="utf-8").replace("record: R-2,", "record: R-2, owner: Ann,")
    place.write_text(text, encoding="utf-8")
    assert "owner: Ann" in text
    run("risks.csv", "acme.yaml")
    assert "owner: Ann" in place.read_text(encoding="utf-8")


def test_questions_are_put_once_and_kept_with_the_mapping(here: Path) -> None:
    Path("risks.csv").write_text(RISKS.replace("High", "20").replace("Medium", "6"), encoding="utf-8")
    taking, shown = talk("risks.csv", "acme.yaml", "6", "5, 15", "yes")
    assert "`Risk level` runs from 6 to 20" in shown
    assert "here belong 2 rising numbers" in shown
    assert taking.asked == 1
    again, shown = talk("risks.csv", "acme.yaml", "yes")
    assert again.asked == 0
    assert "levels: {low: 0, medium: 5, high: 15}" in (here / "acme.yaml").read_text(encoding="utf-8")
    assert 'cuts: {level: "5, 15"}' in (here / "acme.tables.yaml").read_text(encoding="utf-8")


def test_at_most_three_questions_are_asked_and_the_rest_is_left_out(here: Path) -> None:
    text = "Objective,KPI,Due,Status\nFewer,number,05/06/2027,parked\n"
    other = "Hazard,Severity,Owner,Residual\nBlade,7,Ann,odd\nFloor,2,Bob,strange\n"
    Path("risks.csv").write_text(f"{text}\n{other}", encoding="utf-8")
    taking, _ = talk("risks.csv", "acme.yaml", "", "", "", "yes")
    assert taking.asked == MOST_QUESTIONS
    assert taking.question is None


def test_saying_no_writes_nothing(here: Path) -> None:
    talk("risks.csv", "acme.yaml", "no")
    assert not (here / "acme.yaml").exists()


def test_a_mapping_that_names_no_register_is_refused_with_its_line(here: Path) -> None:
    Path("acme.tables.yaml").write_text(
        "tables:\n  - table: risks\n    register: registers.rsks\n    columns: {Risk: what}\n",
        encoding="utf-8",
    )
    result = run("risks.csv", "acme.yaml", "--standard", "iso-27001:2022")
    assert result.exit_code == 2
    assert "acme.tables.yaml:3" in result.output
    assert "registers.risks" in result.output


def test_five_thousand_rows_are_taken_in_three_seconds(here: Path) -> None:
    import time

    rows = [
        f"R-{n},Risk {n} of the plant,threat,{n % 25 + 1},Mitigate,Open,A.5.{n % 30 + 1}" for n in range(5000)
    ]
    head = "Risk ID,Risk,Threat,Risk level,Treatment,Status,Controls"
    Path("many.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    began = time.process_time()
    result = run("many.csv", "many.yaml", "--levels", "6, 15")
    assert result.exit_code == 0, result.output
    assert time.process_time() - began < 6


def test_rows_without_names_keep_theirs_when_one_is_put_above_them(here: Path) -> None:
    head = "Hazard,Severity,Owner\n"
    Path("h.csv").write_text(f"{head}Moving blade,Fatal,Ann\nWet floor,Minor,Bob\n", encoding="utf-8")
    assert run("h.csv", "acme.yaml").exit_code == 0
    Path("h.csv").write_text(
        f"{head}Loud saw,Minor,Eve\nMoving blade,Fatal,Ann\nWet floor,Minor,Bob\n", encoding="utf-8"
    )
    result = run("h.csv", "acme.yaml")
    assert "1 new, 2 as before" in result.output
    text = (here / "acme.yaml").read_text(encoding="utf-8")
    assert "{record: H-1, what: Moving blade" in text
    assert "{record: H-3, what: Loud saw" in text


def test_a_second_table_by_the_same_names_adds_to_the_records(here: Path) -> None:
    risks = (
        "Risk ID,Risk,Threat,Risk level\nR-1,Mail is stolen,phishing,High\nR-2,A laptop is lost,theft,Low\n"
    )
    more = "Risk ID,Risk,Risk level,Risk owner\nR-1,Mail is stolen,High,Ann\nR-2,A laptop is lost,Low,Bob\n"
    Path("two.csv").write_text(f"{risks},,,\n{more}", encoding="utf-8")
    result = run("two.csv", "acme.yaml")
    assert result.exit_code == 0
    assert (here / "acme.yaml").read_text(encoding="utf-8").count("record: R-1") == 1
    assert "owner: Bob" in (here / "acme.yaml").read_text(encoding="utf-8")


def test_the_register_that_a_person_chooses_is_kept(here: Path) -> None:
    text = "Risk ID,Risk,Level,Owner\nR-1,The foundry closes,high,Ann\nR-2,Nobody buys,low,Bob\n"
    Path("risks.csv").write_text(text, encoding="utf-8")
    Path("acme.yaml").write_text("organisation: A\nstandards: [iso-9001:2015, iso-27001:2022]\nanswers:\n")
    taking, shown = talk("risks.csv", "acme.yaml", "1", "yes")
    assert "Which register is the table risks?" in shown
    assert "registers.risks:" in (here / "acme.yaml").read_text(encoding="utf-8")
    assert taking.asked == 1


def test_a_table_that_says_less_adds_to_records_by_their_names(here: Path) -> None:
    run("risks.csv", "acme.yaml")
    head = "Risk ID,Risk owner,Further action,Due date"
    plan = f"{head}\nR-1,Ann,Train all,2027-01-31\nR-2,Bob,Encrypt,2027-02-28\n"
    Path("plan.csv").write_text(plan, encoding="utf-8")
    result = run("plan.csv", "acme.yaml")
    assert "2 changed" in result.output
    text = (here / "acme.yaml").read_text(encoding="utf-8")
    assert "what: Mail accounts are stolen" in text
    assert "actions: Encrypt" in text
    run("risks.csv", "acme.yaml")
    assert "actions: Encrypt" in (here / "acme.yaml").read_text(encoding="utf-8")


def test_what_is_no_table_of_ones_own_is_refused_with_what_to_do(here: Path) -> None:
    CliRunner().invoke(
        main, ["questions", "--standard", "iso-9001:2015", "--depth", "quick", "--output", "quest.xlsx"]
    )
    Path("paper.csv").write_bytes(b"%PDF-1.7\n")
    Path("acme.yaml").write_text("organisation: A\nanswers:\n", encoding="utf-8")
    for name in ("quest.xlsx", "paper.csv", "acme.yaml"):
        result = run(name)
        assert result.exit_code == 2
        assert "and no table of your own" in result.output
