"""An interview asks what tells most, takes what people say, and leaves their file whole at any moment."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from clausegraph.cli import main
from clausegraph.engine.analysis.questions.questionnaire import Depth, questionnaire
from clausegraph.engine.analysis.questions.telling import QUICK, most_telling
from clausegraph.engine.commands.interview_state import Interview
from clausegraph.engine.model import AnswerKind, Discipline, KnowledgeBase
from clausegraph.engine.organisation.organisation import Known, organisation_in
from clausegraph.engine.problems import BadInput
from clausegraph.engine.reading.shapes import NotUnderstood
from clausegraph.tests.shipped import KNOWLEDGE

DAY = date(2026, 11, 22)
NEW = "organisation: Acme\nstandards: [{}]\n\nanswers:\n"
BOTH = NEW.format("iso-14001:2015, iso-45001:2018")


def interview(
    knowledge: KnowledgeBase, text: str, depth: Depth = Depth.FULL, standards: tuple[str, ...] = ()
) -> Interview:
    organisation = organisation_in(text, "acme.yaml", knowledge, today=DAY)
    asked = questionnaire(knowledge, standards or organisation.standards, depth, organisation)
    return Interview(asked, knowledge, text, "acme.yaml", today=DAY)


def talk(place: Path, *lines: str, options: tuple[str, ...] = ()) -> Result:
    """What comes of an interview in which these lines are typed."""
    typed = "".join(f"{line}\n" for line in lines)
    return CliRunner().invoke(
        main, ["interview", str(place), *options], input=typed, env={"COLUMNS": "100"}, catch_exceptions=False
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = tmp_path / "acme.yaml"
    place.write_text(f"# ours\n{BOTH}", encoding="utf-8")
    return place


# What is asked


def test_the_most_telling_question_comes_first(knowledge: KnowledgeBase) -> None:
    assert interview(knowledge, BOTH).here == most_telling(knowledge, ["iso-14001:2015", "iso-45001:2018"])[0]


def test_what_is_answered_is_not_asked_again(knowledge: KnowledgeBase) -> None:
    first = interview(knowledge, BOTH)
    asked = first.here
    first.reply("1")
    assert interview(knowledge, first.text).here == first.here != asked


def test_an_answer_that_rules_requirements_out_spares_their_questions(knowledge: KnowledgeBase) -> None:
    text = NEW.format("iso-45001:2018")
    open_ = interview(knowledge, text).progress()[1]
    assert interview(knowledge, text + "  contractors.used: no\n").progress()[1] < open_


def test_a_skipped_question_stays_open_and_is_not_put_twice(knowledge: KnowledgeBase) -> None:
    held = interview(knowledge, BOTH, Depth.QUICK)
    put = []
    while held.question:
        put.append(held.here)
        held.skip()
    assert len(put) == len(set(put)) == QUICK
    assert held.progress() == (0, QUICK)
    assert held.text == BOTH


# What a person may say


def test_a_number_names_an_answer_and_the_file_has_its_words(knowledge: KnowledgeBase) -> None:
    held = interview(knowledge, BOTH)
    asked = held.here
    assert held.reply("2") == "largely"
    assert held.text == f"{BOTH}  {asked}: largely\n"


def test_a_wrong_answer_is_told_in_the_readers_words_and_changes_nothing(knowledge: KnowledgeBase) -> None:
    held = interview(knowledge, BOTH)
    with pytest.raises(NotUnderstood) as fault:
        held.reply("mabye")
    assert fault.value.message == f"`mabye` is not an answer to {held.here}"
    assert fault.value.hint == "its answers are yes, largely, partly, no"
    assert held.text == BOTH


def test_notes_and_evidence_given_before_an_answer_are_kept_with_it(knowledge: KnowledgeBase) -> None:
    held = interview(knowledge, BOTH)
    assert not held.note("seen on site")
    assert not held.prove("register of duties 2026-02-01")
    held.reply("yes")
    (answer,) = held.organisation.answers
    assert (answer.note, answer.evidence[0].ref, answer.evidence[0].date) == (
        "seen on site",
        "register of duties",
        date(2026, 2, 1),
    )


def test_notes_and_evidence_are_added_to_an_answer_gone_back_to(knowledge: KnowledgeBase) -> None:
    held = interview(knowledge, BOTH)
    held.note("first")
    held.reply("yes")
    assert held.back()
    assert held.note("second")
    assert held.prove("R-1")
    held.reply("no")
    (answer,) = held.organisation.answers
    assert (answer.text, answer.note, [one.ref for one in answer.evidence]) == (
        "no",
        "first; second",
        ["R-1"],
    )


@pytest.mark.parametrize(("typed", "kept"), [("l", "largely"), ("Y", "yes"), ("part", "partly"), ("N", "no")])
def test_the_first_letters_of_an_answer_will_do(knowledge: KnowledgeBase, typed: str, kept: str) -> None:
    assert interview(knowledge, BOTH).reply(typed) == kept


def test_what_is_done_about_a_gap_is_kept_with_its_answer(knowledge: KnowledgeBase) -> None:
    held = interview(knowledge, BOTH)
    assert not held.plan("write the list; safety officer; 2027-03-31")
    held.reply("no")
    (answer,) = held.organisation.answers
    assert answer.known == Known("write the list", date(2027, 3, 31), "safety officer")


def test_a_note_added_later_leaves_what_is_done_about_the_gap(knowledge: KnowledgeBase) -> None:
    held = interview(knowledge, BOTH)
    held.plan("write the list; safety officer; 2027-03-31")
    held.reply("no")
    held.back()
    assert held.note("seen on site")
    (answer,) = held.organisation.answers
    assert (answer.known is not None, answer.note) == (True, "seen on site")


def test_the_picture_takes_a_known_gap_for_an_observation(knowledge: KnowledgeBase) -> None:
    held = interview(knowledge, BOTH + "  awareness.policy: no\n")
    planned = interview(
        knowledge,
        BOTH + "  awareness.policy: {answer: no, known: {action: Tell all., due: 2027-01-31, owner: site}}\n",
    )
    assert held.picture().minors > planned.picture().minors == 0


@pytest.mark.parametrize(
    "words", ["", "write the list", "write the list; ; 2027-03-31", "write the list; officer; soon"]
)
def test_an_action_without_somebody_or_a_day_is_refused(knowledge: KnowledgeBase, words: str) -> None:
    with pytest.raises(NotUnderstood):
        interview(knowledge, BOTH).plan(words)


def test_a_limit_of_ones_own_goes_with_a_percentage_and_needs_evidence(knowledge: KnowledgeBase) -> None:
    held = interview(knowledge, BOTH)
    with pytest.raises(NotUnderstood, match="goes with a percentage"):
        held.limit("90")
    held.here = next(one for one in held.questions if knowledge.question[one].answer is AnswerKind.PERCENTAGE)
    with pytest.raises(NotUnderstood, match="nothing shows"):
        held.limit("90")
    held.prove("audit manual 2026-02-01")
    held.limit("90")
    held.reply("92")
    (answer,) = held.organisation.answers
    assert (answer.value, answer.limit) == (92.0, 90.0)


@pytest.mark.parametrize("words", ["IA-1 2027-01-01", "IA-1 2026-13-01", "2026-01-01", ""])
def test_evidence_from_the_future_or_without_a_reference_is_refused(
    knowledge: KnowledgeBase, words: str
) -> None:
    with pytest.raises(NotUnderstood):
        interview(knowledge, BOTH).prove(words)


def test_an_answer_for_one_discipline_leaves_the_question_open_for_the_other(
    knowledge: KnowledgeBase,
) -> None:
    held = interview(knowledge, BOTH)
    asked = held.here
    assert held.reply("ohs: no") == "ohs: no"
    assert held.here == asked
    assert held.still_open() == (Discipline.ENVIRONMENT,)
    assert interview(knowledge, held.text).here == asked
    held.reply("environment: yes")
    assert held.here != asked
    assert f"{asked}: {{environment: yes, ohs: no}}" in held.text


def test_an_answer_for_one_discipline_splits_the_one_that_served_all(knowledge: KnowledgeBase) -> None:
    held = interview(knowledge, BOTH)
    asked = held.here
    held.reply("yes")
    held.back()
    held.reply("ohs: no")
    assert f"{asked}: {{environment: yes, ohs: no}}" in held.text


def test_an_answer_for_a_discipline_that_is_not_asked_stays(knowledge: KnowledgeBase) -> None:
    text = f"{BOTH}  policy.stated: {{quality: yes}}\n"
    held = interview(knowledge, text)
    held.here = "policy.stated"
    held.reply("no")
    assert "policy.stated: {quality: yes, environment: no, ohs: no}" in held.text


def test_a_question_for_one_discipline_takes_no_other(knowledge: KnowledgeBase) -> None:
    with pytest.raises(NotUnderstood):
        interview(knowledge, NEW.format("iso-9001:2015")).reply("quality: yes")


def test_an_invisible_character_is_refused(knowledge: KnowledgeBase) -> None:
    with pytest.raises(NotUnderstood):
        interview(knowledge, BOTH).note("bell \x07")


def test_answers_in_brackets_are_not_touched_and_the_way_out_is_named(knowledge: KnowledgeBase) -> None:
    held = interview(
        knowledge, "organisation: A\nstandards: [iso-9001:2015]\nanswers: {policy.stated: yes}\n"
    )
    with pytest.raises(BadInput, match="clausegraph questions FACTS --format yaml"):
        held.reply("1")


def test_an_answer_that_moves_a_register_down_leaves_it_whole(knowledge: KnowledgeBase) -> None:
    asked = interview(knowledge, BOTH).here
    held = interview(
        knowledge,
        f"{BOTH}  # {asked}:\n  registers.hazards:\n    - {{record: H-1, what: Noise, severity: minor}}\n",
    )
    held.note(
        "a long remark that does not fit into the line of the answer, so that the entry takes several lines"
        " of the file and more"
    )
    held.reply("yes")
    (hazard,) = held.organisation.registers["registers.hazards"]
    assert hazard.values["what"] == "Noise"
    assert hazard.at.line > 7


# The talk


def test_the_end_names_what_is_left_and_the_command_that_assesses_it(place: Path) -> None:
    told = " ".join(talk(place, "quit", options=("--depth", "quick")).stdout.split())
    everything = re.search(r"0 of (\d+) questions", talk(place, "quit", options=("--depth", "full")).stdout)
    assert everything is not None
    assert f"`--depth full` asks {int(everything[1]) - QUICK} more." in told
    other = talk(place, "quit", options=("--standard", "iso-9001:2015")).stdout
    assert "acme.yaml --standard iso-9001:2015 shows the whole picture." in " ".join(other.split())


def test_a_note_given_before_skipping_waits_for_the_answer_and_is_named_if_none_comes(place: Path) -> None:
    said = talk(
        place,
        "note seen on site",
        "evidence R-7",
        "skip",
        "back",
        "1",
        "note in doubt",
        "quit",
        options=("--depth", "quick"),
    ).stdout
    written = place.read_text(encoding="utf-8")
    assert "seen on site" in written
    assert "R-7" in written
    assert "in doubt" not in written
    assert "Not kept, for want of an answer: notes and evidence on " in " ".join(said.split())


def test_the_end_names_the_registers_that_would_add_to_the_picture(place: Path) -> None:
    told = " ".join(talk(place, "quit").stdout.split())
    assert "add to the picture: nonconformities, incidents, audits, sites, competences, documents," in told
    assert "risks, controls, obligations, objectives, aspects and hazards are not given yet." in told
    assert f"clausegraph questions {place} --format yaml --output NEW.yaml" in told.replace(
        "acme. yaml", "acme.yaml"
    )
    listed = (
        "nonconformities complaints audits sites competences documents equipment providers risks controls"
    )
    given = "".join(f"  registers.{one}: []\n" for one in listed.split())
    place.write_text(NEW.format("iso-9001:2015") + given, encoding="utf-8")
    assert "picture: obligations and objectives are not given yet." in " ".join(
        talk(place, "quit").stdout.split()
    )
    place.write_text(
        NEW.format("iso-9001:2015") + given + "  registers.obligations: []\n  registers.objectives: []\n",
        encoding="utf-8",
    )
    assert "registers" not in talk(place, "quit").stdout


def test_every_answer_is_saved_and_comments_stay(place: Path) -> None:
    done = talk(place, "yes", "2", "quit", options=("--depth", "quick"))
    assert done.exit_code == 0
    text = place.read_text(encoding="utf-8")
    assert text.startswith(f"# ours\n{BOTH}")
    assert len(text.splitlines()) == len(BOTH.splitlines()) + 3
    assert f"2 of {QUICK} questions answered." in done.stdout
    assert "So far: " in done.stdout


def test_the_end_of_the_input_ends_the_interview_with_a_whole_file(place: Path) -> None:
    assert talk(place, "yes", "note half a tho").exit_code == 0
    assert CliRunner().invoke(main, ["assess", str(place)]).exit_code == 0


def test_breaking_off_leaves_what_was_answered(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = iter(["yes"])

    def type_once(prompt: str) -> str:
        try:
            return next(said)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr("builtins.input", type_once)
    assert talk(place).exit_code == 0
    assert place.read_text(encoding="utf-8").endswith(": yes\n")


def test_a_file_that_does_not_exist_is_begun(tmp_path: Path) -> None:
    place = tmp_path / "new.yaml"
    done = talk(place, "Pumps: big ones", "9", "1, iso-45001:2018", "quit")
    assert "there is no standard `9`" in done.stdout
    assert (
        place.read_text(encoding="utf-8")
        == 'organisation: "Pumps: big ones"\nstandards: [iso-14001:2015, iso-45001:2018]\n\nanswers:\n'
    )
    assert CliRunner().invoke(main, ["assess", str(place)]).exit_code == 0


def test_a_file_is_not_begun_where_nobody_answers(tmp_path: Path) -> None:
    assert talk(tmp_path / "new.yaml").exit_code == 0
    assert not (tmp_path / "new.yaml").exists()


def test_a_wrong_answer_is_followed_by_its_hint_and_the_same_question(place: Path) -> None:
    done = talk(place, "mabye", "?", "back", "skip")
    assert "hint: its answers are yes, largely, partly, no" in done.stdout
    assert "Clauses" in done.stdout
    assert "There is no question before this one." in done.stdout
    assert place.read_text(encoding="utf-8") == f"# ours\n{BOTH}"


def test_the_picture_is_shown_every_five_answers(place: Path) -> None:
    whole, five = place.read_text(encoding="utf-8"), ("yes", "80 %", "yes", "yes", "2026-03-02")
    assert talk(place, *five[:4], "quit").stdout.count("So far:") == 1
    place.write_text(whole, encoding="utf-8")
    assert talk(place, *five, "quit").stdout.count("So far:") == 2


def test_what_someone_changes_in_the_file_meanwhile_is_kept(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change_then_answer(prompt: str) -> str:
        if "context.issues" in place.read_text(encoding="utf-8"):
            raise EOFError
        place.write_text(f"{BOTH}  context.issues: yes\n", encoding="utf-8")
        return "no"

    monkeypatch.setattr("builtins.input", change_then_answer)
    assert talk(place).exit_code == 0
    lines = place.read_text(encoding="utf-8").splitlines()
    assert lines[-2] == "  context.issues: yes"
    assert lines[-1].endswith(": no")


def test_a_file_with_a_problem_is_not_touched(place: Path) -> None:
    place.write_text(f"{BOTH}  policy.stated: perhaps\n", encoding="utf-8")
    done = talk(place, "yes")
    assert done.exit_code == 2
    assert "`perhaps` is not an answer to policy.stated" in done.stderr


def test_without_a_standard_nothing_is_asked(place: Path) -> None:
    place.write_text("organisation: A\n", encoding="utf-8")
    done = talk(place, "yes")
    assert done.exit_code == 2
    assert "no standard is named" in done.stderr


ASKED = questionnaire(KNOWLEDGE, ("iso-14001:2015", "iso-45001:2018"), Depth.QUICK)
SAID = st.one_of(
    st.sampled_from(["yes", "no", "1", "2", "9", "ohs: no", "environment: 1, ohs: 2", "2026-01-01", "50 %"]),
    st.text("ab:#-'\"{}[],&*!|>%@\\ \t\u00a0\x07é🙂", max_size=30),
)
DONE = st.sampled_from(["reply", "reply", "reply", "note", "prove", "skip", "back"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(DONE, SAID), max_size=12))
def test_whatever_is_said_the_file_reads_as_the_interview_knows_it(said: list[tuple[str, str]]) -> None:
    held = Interview(ASKED, KNOWLEDGE, BOTH, "acme.yaml", today=DAY)
    for does, words in said:
        try:
            getattr(held, does)(*([words] if does in ("reply", "note", "prove") else []))
        except NotUnderstood:
            continue
        assert organisation_in(held.text, "acme.yaml", KNOWLEDGE, today=DAY) == held.organisation
    assert held.text.startswith(BOTH.rstrip("\n"))


def test_the_file_of_an_interview_keeps_its_mode_and_its_links(place: Path, tmp_path: Path) -> None:
    place.chmod(0o600)
    link = tmp_path / "link.yaml"
    link.symlink_to(place)
    assert talk(link, "1", "quit").exit_code == 0
    assert link.is_symlink()
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.read_text(encoding="utf-8") != f"# ours\n{BOTH}"


def test_a_read_only_file_is_not_answered_into(place: Path) -> None:
    place.chmod(0o444)
    done = talk(place, "1", "quit")
    assert done.exit_code == 2
    assert "it is read-only" in done.stderr
    assert place.read_text(encoding="utf-8") == f"# ours\n{BOTH}"


# What people type by habit, and what is taken back


def ask_first(knowledge: KnowledgeBase, text: str, wanted: str) -> Interview:
    """An interview that stands at a question."""
    held = interview(knowledge, text)
    while held.here != wanted:
        held.skip()
    return held


def test_a_one_typed_at_a_percentage_is_asked_back(knowledge: KnowledgeBase) -> None:
    held = ask_first(knowledge, NEW.format("iso-9001:2015"), "competence.share")
    with pytest.raises(NotUnderstood) as fault:
        held.reply("1")
    assert fault.value.hint == "write 1% for one per cent, 100 for all"
    assert held.reply("1%") == "1%"


def test_what_does_not_apply_is_told_how_to_exclude(knowledge: KnowledgeBase) -> None:
    design = next(
        question.id
        for question in knowledge.questions
        if question.words
        and question.at.file.endswith("iso-9001/design.yaml")
        and "n/a" not in question.words
    )
    held = ask_first(knowledge, NEW.format("iso-9001:2015"), design)
    with pytest.raises(NotUnderstood) as fault:
        held.reply("N/A")
    assert "not_applicable: [{requirement: iso-9001:2015/8.3" in fault.value.hint
    assert "acme.yaml" in fault.value.hint


def test_skip_after_back_takes_the_old_answer_out_of_the_file(place: Path) -> None:
    done = talk(place, "yes", "back", "skip", "quit")
    assert "The answer given before is taken back" in done.stdout
    assert ": yes" not in place.read_text(encoding="utf-8")
    assert talk(place, "quit").exit_code == 0


def test_skip_leaves_what_is_answered_for_another_discipline(knowledge: KnowledgeBase) -> None:
    held = interview(knowledge, BOTH)
    while not held.apart():
        held.skip()
    held.reply("ohs: yes")
    text = held.text
    assert held.skip() is False
    assert held.text == text


@pytest.mark.parametrize(
    ("words", "taken"),
    [("IA-7 25/12/2025", ("IA-7", date(2025, 12, 25))), ("IA-7 2.3.2026", ("IA-7", date(2026, 3, 2)))],
)
def test_evidence_with_a_date_in_another_form_keeps_both(
    knowledge: KnowledgeBase, words: str, taken: tuple[str, date]
) -> None:
    held = interview(knowledge, BOTH)
    held.prove(words)
    held.reply("yes")
    evidence = next(one.evidence for one in held.organisation.answers)
    assert [(one.ref, one.date) for one in evidence] == [taken]


def test_evidence_with_a_date_that_could_be_two_is_asked_back(knowledge: KnowledgeBase) -> None:
    with pytest.raises(NotUnderstood) as fault:
        interview(knowledge, BOTH).prove("QZ-2026 12/05/2026")
    assert fault.value.hint == "write 2026-05-12 or 2026-12-05"


def test_thousands_of_figures_are_no_answer_and_no_fault(place: Path) -> None:
    assert talk(place, "9" * 5_000, "quit").exit_code == 0


def test_a_file_that_was_taken_away_is_written_again_with_the_next_answer(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clausegraph.engine.reports.terminal import interview as talking

    whole = talking._Talk._put

    def taking_away(self: talking._Talk, question: object) -> None:
        place.unlink(missing_ok=True)
        whole(self, question)  # type: ignore[arg-type]

    monkeypatch.setattr(talking._Talk, "_put", taking_away)
    assert talk(place, "yes", "quit").exit_code == 0


def test_a_remark_on_the_file_is_told_and_does_not_stop_an_answer_above_it(place: Path) -> None:
    records = (
        "  registers.controls:\n    - {record: Backup, what: Backup, annex_a: A.8.13, applicable: yes,"
        " status: in place}\n"
    )
    place.write_text(f"{NEW.format('iso-27001:2022')}  # policy.stated:\n{records}", encoding="utf-8")
    done = talk(place, *["1%"], "note half of it", "skip", "quit")
    assert done.exit_code == 0
    assert done.stderr.startswith("Remark: ")
    assert "the Statement has no line for A.5.1" in done.stderr
    assert "risk_assessment.covered: 1%" in place.read_text(encoding="utf-8")


# An answer speaks for the standards of its file


def test_an_answer_given_when_quality_was_in_scope_is_open_for_the_environment_until_it_is_confirmed(
    knowledge: KnowledgeBase,
) -> None:
    shared = "policy.stated"
    text = NEW.format("iso-9001:2015") + f"  {shared}: yes\n"
    held = interview(knowledge, text, standards=("iso-9001:2015", "iso-14001:2015"))
    while held.here != shared:
        held.skip()
    assert held.still_open() == (Discipline.ENVIRONMENT,)
    held.reply("environment: no")
    answers = {one.discipline: one.value for one in held.organisation.answers}
    assert answers == {Discipline.QUALITY: "yes", Discipline.ENVIRONMENT: "no"}


def test_every_question_can_be_answered_in_a_file_that_names_fewer_standards(
    knowledge: KnowledgeBase,
) -> None:
    held = interview(knowledge, NEW.format("iso-9001:2015"), Depth.QUICK, ("iso-9001:2015", "iso-14001:2015"))
    seen: list[str] = []
    while held.here and len(seen) < 12:
        seen.append(held.here)
        question = knowledge.question[held.here]
        held.reply(
            question.words[0] if question.words else "2026-01-01" if "date" in question.answer_words else "50"
        )
    assert len(set(seen)) == len(seen)


# Who answers


@pytest.mark.parametrize(("options", "by"), [(("--by", "Jane Doe"), "Jane Doe"), ((), "")])
def test_a_name_goes_with_every_answer_given_under_it(place: Path, options: tuple[str, ...], by: str) -> None:
    talk(place, "1", options=options)
    (answer,) = organisation_in(place.read_text("utf-8"), "acme.yaml", KNOWLEDGE, today=DAY).answers
    assert answer.by == by


def test_an_answer_that_is_changed_is_not_given_by_who_gave_the_first(knowledge: KnowledgeBase) -> None:
    text = f"{BOTH}  policy.stated: {{answer: no, by: Tom Roe}}\n"
    held = interview(knowledge, text)
    for words, by in (("no", "Tom Roe"), ("yes", "")):
        held.here = "policy.stated"
        held.reply(words)
        assert {one.by for one in held.organisation.answers} == {by}
