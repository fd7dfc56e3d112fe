"""The files that intake reads: CSV in its kinds, workbooks as spreadsheets leave them, and hostile ones."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filling import SLUG, Desk, places, put, told
from healthkg.contribution.intake import workbooks
from healthkg.contribution.intake.workbooks import read_workbook
from healthkg.errors import HealthkgError, InputProblem, LimitReached
from support import Run, missing

HEAD = ["Rôle tenu envers", "Acteur", "Rôle", "Attesté le", "Première ligne"]
LINE = ["plan Phi", "office Bêta", "pilote", "juin 2020", "20"]
ROLE = dict(zip(HEAD, LINE, strict=True))
NODE = "id:role-plan-phi--office-beta--pilote"


# ---- CSV ----


@pytest.mark.parametrize(
    ("delimiter", "form", "head"),
    [
        (";", "utf-8", HEAD),
        (",", "utf-8", HEAD),
        (";", "utf-8-sig", HEAD),
        (",", "utf-8-sig", ["Role held towards *", "ACTOR", "Role", "Attested on", "First line"]),
        (";", "utf-8", [*HEAD, "Passer"]),
    ],
)
def test_a_csv_file_is_read_with_either_separator_mark_and_language(
    desk: Desk, delimiter: str, form: str, head: list[str]
) -> None:
    read = desk.read(desk.written([head, LINE], delimiter=delimiter, form=form), "role")
    assert (told(read), desk.added(read).partition("\n")[0]) == ([], NODE)


@pytest.mark.parametrize("kind", ["role", "Rôles", "roles", "ROLES"])
def test_the_sheet_of_a_csv_file_may_be_named_in_any_language(desk: Desk, kind: str) -> None:
    assert desk.read(desk.written([HEAD, LINE]), kind).new == 1


def test_a_cell_of_a_csv_file_has_no_sheet_in_its_place(desk: Desk) -> None:
    read = desk.read(desk.written([[], HEAD, LINE, [*LINE[:2], "chef", *LINE[3:]]]), "role")
    assert [line.partition(": ")[0] for line in told(read)] == ["t.csv:C4"]


def test_what_an_export_made_harmless_is_read_as_it_was(desk: Desk) -> None:
    path = desk.written(
        [["Indicateur", "Valeur", "Échéance", "Première ligne"], ["relais Sigma ouverts", "'-5", "2025", "18"]]
    )
    assert "hkg:value -5" in desk.added(desk.read(path, "target"))


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        ("Rôle tenu envers;Acteur\n".encode("cp1252"), "role", "intake-csv-encoding"),
        ("Acteur\n".encode("utf-16"), "role", "intake-csv-encoding"),
        (b"PK\x03\x04 an archive", "role", "intake-not-csv"),
        (b"a;b\0\n", "role", "intake-not-csv"),
        (b"Acteur;" + b"x" * 200_000, "role", "intake-not-csv"),
        (b"nom;prenom\na;b\n", "role", "intake-no-headings"),
        (b"Acteur\nx\n", None, "intake-which-sheet"),
        (b"Acteur\nx\n", "inconnu", "intake-which-sheet"),
    ],
)
def test_a_csv_file_that_cannot_be_read_is_refused_with_the_cure(
    desk: Desk, content: bytes, kind: str | None, code: str
) -> None:
    path = desk.folder / "t.csv"
    path.write_bytes(content)
    with pytest.raises(InputProblem) as refusal:
        desk.read(path, kind)
    assert refusal.value.code == code


def test_the_command_says_how_to_save_a_csv_file(desk: Desk, run: Run) -> None:
    path = desk.folder / "t.csv"
    path.write_bytes("Rôle tenu envers;Acteur\n".encode("cp1252"))
    done = run("--project", desk.corpus.project.root, "import", path, "--source", SLUG, "--sheet", "role")
    assert (done.code, done.err) == (
        2,
        "t.csv:1: erreur: Ce CSV n'est pas en UTF-8 (sans doute Windows-1252). Dans Excel : Enregistrer sous, « CSV UTF-8 ».\n",
    )


# ---- Cells as spreadsheets hold them ----


def typed(value: Any, form: str) -> Callable[[Any], None]:
    def write(cell: Any) -> None:
        cell.value, cell.number_format = value, form

    return write


@pytest.mark.parametrize(
    ("heading", "write", "expected"),
    [
        ("Échéance", typed(date(2022, 3, 1), "yyyy-mm-dd"), "hkg:date id:temps-2022-03-01"),
        ("Échéance", typed(datetime(2022, 3, 1), "[$-40C]mmmm yyyy"), "hkg:date id:temps-2022-03"),
        ("Échéance", typed(date(2022, 3, 1), "yyyy"), "hkg:date id:temps-2022"),
        ("Échéance", typed(2022, "General"), "hkg:date id:temps-2022"),
        ("Échéance", typed("été 2022", "@"), "hkg:date id:temps-2022-ete"),
        ("Valeur", typed(0.6, "0%"), "hkg:value 60"),
        ("Valeur", typed(0.625, "0.0 %"), "hkg:value 62.5"),
        ("Valeur", typed("60 %", "General"), "hkg:value 60"),
        ("Valeur", typed(1e15, "General"), "hkg:value 1000000000000000"),
        ("Valeur", typed(0.1, "General"), "hkg:value 0.1"),
        ("Valeur", typed("12 500", "@"), "hkg:value 12500"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(desk: Desk, heading: str, write: Callable[[Any], None], expected: str) -> None:
    book = desk.book()
    row = {"Indicateur": "relais Sigma ouverts", "Valeur": 95, "Échéance": "2025", "Première ligne": 18}
    put(book["Cibles"], row)
    columns = {str(cell.value).removesuffix(" *"): cell.column for cell in book["Cibles"][1]}
    write(book["Cibles"].cell(4, columns[heading]))
    book.save(desk.folder / "t.xlsx")
    read = desk.read(desk.folder / "t.xlsx")
    assert re.search(rf"{expected}[ \n]", desk.added(read)), told(read)


def test_a_time_of_day_is_refused(desk: Desk) -> None:
    read = desk.imported(
        "Cibles",
        {
            "Indicateur": "relais Sigma ouverts",
            "Valeur": 1,
            "Échéance": datetime(2022, 3, 1, 14, 30),
            "Première ligne": 18,
        },
    )
    assert places(read) == [("Cibles!F4", "date-with-time")]


def test_a_formula_is_refused_at_its_cell(desk: Desk) -> None:
    read = desk.imported("Rôles", ROLE, ROLE | {"Acteur": "=C4"})
    assert told(read) == [
        "t.xlsx:Rôles!C5: erreur: Une formule n'est pas lue (=C4). Collez sa valeur : Collage spécial, Valeurs. [intake-formula]"
    ]
    assert read.turtle is None


def test_an_error_of_the_spreadsheet_is_refused_at_its_cell(desk: Desk) -> None:
    book = desk.book()
    put(book["Rôles"], ROLE)
    book["Rôles"]["C4"].value, book["Rôles"]["C4"].data_type = "#REF!", "e"
    book.save(desk.folder / "t.xlsx")
    assert places(desk.read(desk.folder / "t.xlsx")) == [("Rôles!C4", "intake-error-cell")]


def test_merged_cells_are_refused_and_those_of_the_explanations_are_not(desk: Desk) -> None:
    book = desk.book()
    put(book["Rôles"], ROLE, ROLE | {"Rôle tenu envers": None}, ROLE | {"Rôle": "financeur"})
    book["Rôles"].merge_cells("B4:B5")
    book["Rôles"].merge_cells("B2:C2")
    book.save(desk.folder / "t.xlsx")
    read = desk.read(desk.folder / "t.xlsx")
    assert places(read) == [("Rôles!B4", "intake-merged")]
    assert (read.new, "B4:B5" in told(read)[0]) == (1, True)


def test_empty_rows_and_rows_of_spaces_are_nothing(desk: Desk) -> None:
    read = desk.imported("Rôles", {}, {"Acteur": "  "}, {}, ROLE, {})
    assert (told(read), read.new) == ([], 1)


def test_unknown_headings_and_sheets_are_told_and_not_read(desk: Desk) -> None:
    book = desk.book()
    put(book["Rôles"], ROLE)
    book["Rôles"].cell(1, 30).value, book["Rôles"].cell(4, 30).value = "Acteurs", "x"
    book.create_sheet("Brouillon")["A1"].value = "x"
    book.create_sheet("Vide")
    book.save(desk.folder / "t.xlsx")
    read = desk.read(desk.folder / "t.xlsx")
    assert told(read) == [
        "t.xlsx:Rôles!AD1: avertissement: En-tête inconnu « Acteurs » : la colonne n'est pas lue. Le plus proche : « Acteur ». [intake-heading]",
        "t.xlsx:Brouillon!A1: avertissement: Feuille « Brouillon » : nom inconnu, elle n'est pas lue. [intake-sheet]",
    ]
    assert read.new == 1


def test_columns_may_stand_in_any_order_and_below_a_blank_line(desk: Desk) -> None:
    book = openpyxl.Workbook()
    page = book.create_sheet("Roles")
    for column, (heading, value) in enumerate(reversed(ROLE.items()), 1):
        page.cell(3, column).value, page.cell(4, column).value = heading, value
    book.save(desk.folder / "t.xlsx")
    assert desk.added(desk.read(desk.folder / "t.xlsx")).startswith(NODE)


def test_rows_beyond_the_size_that_a_sheet_claims_are_read(desk: Desk) -> None:
    path = desk.filled({"Rôles": [ROLE]})
    changed = rewritten(path, lambda part: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', part))
    assert desk.read(changed).new == 1


# ---- Hostile cells ----


@pytest.mark.parametrize(
    ("text", "rule", "shown"),
    [
        ("<script>alert(1)</script>", "intake-name-unknown", "« <script>alert(1)</script> »"),
        ("office\u202eBêta", "intake-name-unknown", "« officeU+202EBêta »"),
        ("office\x7fBêta", "intake-name-unknown", "« officeU+007FBêta »"),
        ("id:x y\"z", "intake-name-unknown", "« id:x y\"z »"),
        ("{near} {text}", "intake-name-unknown", "« {near} {text} »"),
        ("x" * 399, "intake-name-unknown", "« " + "x" * 79 + "… »"),
        ("x" * 2000, "intake-too-long", "« " + "x" * 79 + "… »"),
    ],
)  # fmt: skip
def test_a_hostile_cell_is_shown_safely_and_means_nothing(desk: Desk, text: str, rule: str, shown: str) -> None:
    read = desk.imported("Rôles", ROLE | {"Acteur": text})
    assert (places(read), shown in told(read)[0]) == ([("Rôles!C4", rule)], True), told(read)


@pytest.mark.parametrize("title", ["<b>commissaire</b>", "l’« agent » ; \\ \" '"])
def test_markup_in_a_text_stays_text(desk: Desk, title: str) -> None:
    read = desk.imported("Rôles", ROLE | {"Intitulé": title})
    assert told(read) == []
    assert title.replace("\\", "\\\\").replace('"', '\\"') in desk.added(read)


def test_an_invisible_character_in_a_text_is_refused(desk: Desk) -> None:
    read = desk.imported("Rôles", ROLE | {"Intitulé": "commissaire\u200b"})
    assert places(read) == [("Rôles!E4", "intake-invisible")]
    assert "« commissaireU+200B »" in told(read)[0]


def test_no_message_of_a_hostile_file_breaks_a_line_or_moves_the_cursor(desk: Desk) -> None:
    head = [*HEAD, "Intitulé", "Du mot", "Colonne\x1b[2J\ninconnue"]
    read = desk.read(desk.written([head, ["a\nb\x1b[31m"] * len(head), [*LINE, "", "a\x1b\n[1m"]]), "role")
    assert len(read.report.findings) == 9
    assert [line for line in told(read) if not line.isprintable()] == []


# ---- Hostile files ----


def rewritten(path: Path, change: Callable[[bytes], bytes], more: dict[str, bytes] | None = None) -> Path:
    """Return the workbook with its sheets changed, and more parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as held, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for one in held.infolist():
            part = held.read(one)
            made.writestr(one.filename, change(part) if "/worksheets/sheet" in one.filename else part)
        for name, part in (more or {}).items():
            made.writestr(name, part)
    path.write_bytes(out.getvalue())
    return path


def refusal_of(desk: Desk, path: Path) -> HealthkgError:
    with pytest.raises(HealthkgError) as refusal:
        desk.read(path)
    return refusal.value


def test_macros_entities_and_what_is_no_workbook_are_refused(desk: Desk) -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    with_macros = rewritten(desk.filled({}, name="m.xlsx"), bytes, {"xl/vbaProject.bin": b"x"})
    with_entities = rewritten(
        desk.filled({}, name="e.xlsx"), lambda part: part.replace(b"<worksheet", entity + b"<worksheet")
    )
    for name, content in (
        ("old.xlsx", b"\xd0\xcf\x11\xe0 old or locked"),
        ("cut.xlsx", desk.blank["fr"][:3000]),
        ("text.xlsx", b"x"),
    ):
        (desk.folder / name).write_bytes(content)
    paths = (with_macros, with_entities, *(desk.folder / name for name in ("old.xlsx", "cut.xlsx", "text.xlsx")))
    assert [refusal_of(desk, path).code for path in paths] == [
        "intake-macros", "intake-declarations", "intake-not-xlsx", "intake-not-xlsx", "intake-not-xlsx",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("absent.xlsx", "file-missing"),
        ("folder.xlsx", "file-is-folder"),
        ("book.xlsm", "intake-form"),
        ("book.ods", "intake-form"),
    ],
)
def test_what_is_no_file_of_ours_is_refused(desk: Desk, name: str, code: str) -> None:
    (desk.folder / "folder.xlsx").mkdir()
    assert refusal_of(desk, desk.folder / name).code == code


def test_a_file_that_is_too_large_or_unpacks_to_too_much_reaches_a_limit(desk: Desk, run: Run) -> None:
    large = desk.folder / "large.xlsx"
    large.write_bytes(b"PK" + b"0" * workbooks.MAX_BYTES)
    bomb = rewritten(desk.filled({}, name="bomb.xlsx"), bytes, {"xl/media/a.bin": b"\0" * (workbooks.MAX_UNPACKED + 1)})
    parts = rewritten(desk.filled({}, name="parts.xlsx"), bytes, {f"x/{n}": b"" for n in range(workbooks.MAX_PARTS)})
    for path in (large, bomb, parts):
        refusal = refusal_of(desk, path)
        assert (type(refusal), refusal.code) == (LimitReached, "intake-too-large")
    assert run("--project", desk.corpus.project.root, "import", large, "--source", SLUG).code == 5


def test_more_rows_than_can_be_reviewed_reach_a_limit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("healthkg.contribution.intake.tables.MAX_ROWS", 5)
    assert refusal_of(desk, desk.filled({"Rôles": [ROLE] * 6})).code == "intake-too-many-rows"


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_workbook_is_refused_or_read_and_never_breaks_the_reader(
    blank: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Parts are damaged one by one, then packed again: the archive is sound, its XML is not."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blank["fr"])) as held, zipfile.ZipFile(out, "w") as made:
        names = [one.filename for one in held.infolist() if one.filename.endswith((".xml", ".rels"))]
        chosen = data.draw(st.sampled_from(names))
        for name in names:
            part = held.read(name)
            if name == chosen:
                start = data.draw(st.integers(0, len(part)))
                end = data.draw(st.integers(start, min(start + 200, len(part))))
                part = part[:start] + data.draw(st.binary(max_size=30)) + part[end:]
            made.writestr(name, part)
    path = tmp_path_factory.mktemp("damaged") / "t.xlsx"
    path.write_bytes(out.getvalue())
    try:
        for grid in read_workbook(path.read_bytes(), "t.xlsx"):
            assert all(len(row) <= 64 for _, row in grid.rows)
    except HealthkgError as refusal:
        assert refusal.code.startswith("intake-")


# ---- Another spreadsheet ----


def test_another_spreadsheet_opens_the_template_and_its_copy_is_read(desk: Desk) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        missing("office", "install LibreOffice to have the template opened by it")
    path, aside = desk.filled({"Rôles": [ROLE]}), desk.folder / "saved"
    command = [
        str(office),
        f"-env:UserInstallation={(desk.folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run([*command, "--outdir", str(aside), str(path)], check=True, timeout=120, capture_output=True)
    assert desk.added(desk.read(aside / "t.xlsx")).startswith(NODE)
