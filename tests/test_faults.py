"""What can be wrong with a contributed file (RELIABILITY 3.1 to 3.7): told in both languages, at its place, with the right
exit code; and nothing of the corpus is touched. What the other test modules show is not shown again here."""

import bz2
import gzip
import io
import lzma
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from healthkg import messages, turtle
from healthkg.corpus import Corpus, open_corpus
from healthkg.errors import LimitReached
from healthkg.validation import Report, texts, validate
from support import Outcome, Run
from test_gate import HEAD, LINE, SOUND

pytestmark = pytest.mark.usefixtures("untouched")
LABEL = SOUND.splitlines().index('    skos:prefLabel "mesure neuve"@fr ;') + HEAD.count("\n") + 1  # its line


@pytest.fixture(scope="module")
def world(miniature: Path) -> Corpus:
    return open_corpus(miniature)


@pytest.fixture
def judged(run: Run, miniature: Path, tmp_path: Path) -> "Judging":
    return Judging(run, miniature, tmp_path)


@dataclass(frozen=True)
class Judging:
    """The command line on one contributed file, together with the miniature world."""

    run: Run
    project: Path
    folder: Path

    def file(self, content: str | bytes, name: str = "note.ttl") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def of(self, path: Path | str, lang: str = "fr") -> Outcome:
        return self.run("--lang", lang, "--project", self.project, "validate", path)

    def told(self, content: str | bytes, name: str = "note.ttl") -> tuple[int, str, str]:
        """Return the exit code and all that is said, in French and in English."""
        path = self.file(content, name)
        outcomes = [self.of(path, lang) for lang in messages.LANGUAGES]
        (code,) = {one.code for one in outcomes}
        french, english = (one.out + one.err for one in outcomes)
        return code, french, english

    def accepted(self) -> bool:
        """Say whether a sound file is accepted, as it was before whatever went wrong."""
        return self.of(self.file(HEAD + SOUND)).code == 0


def packed(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


# ---- 3.1 The file cannot be read ----

FOREIGN = {
    "PNG": b"\x89PNG\r\n\x1a\n\0",
    "JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "PDF": b"%PDF-1.7\n1 0 obj\n",
    "RTF": b"{\\rtf1 x}",
    "Word": packed("[Content_Types].xml", "word/document.xml"),
    "Excel": packed("[Content_Types].xml", "xl/workbook.xml"),
    "PowerPoint": packed("[Content_Types].xml", "ppt/presentation.xml"),
    "Word/Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
    "HTML": b"<!DOCTYPE html><html><body>x</body></html>",
    "CSV": b"nom;pilote;date\nCPTS;DGOS;2019\n",
}
ARCHIVES = {
    "zip": packed("note.ttl"),
    "zip that climbs": packed("../note.ttl"),
    "gzip": gzip.compress(b"x" * 10_000_000),
    "bzip2": bz2.compress(b"x"),
    "xz": lzma.compress(b"x"),
    "tar": b"note.ttl".ljust(257, b"\0") + b"ustar\0" + bytes(300),
    "7z": b"7z\xbc\xaf\x27\x1c\0\x04",
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_another_kind_of_file_is_told_by_how_it_looks(judged: Judging, kind: str) -> None:
    code, french, english = judged.told(FOREIGN[kind])
    assert code == 2
    assert f"Ceci n'est pas du Turtle : on dirait du {kind}." in french
    assert f"This is not Turtle: it looks like {kind}." in english


@pytest.mark.parametrize("kind", ARCHIVES)
def test_an_archive_is_refused_unopened(judged: Judging, kind: str) -> None:
    code, french, english = judged.told(ARCHIVES[kind])
    assert (code, "C'est une archive" in french, "This is an archive" in english) == (2, True, True)


def test_a_triple_cited_in_another_is_refused_at_its_line(judged: Judging) -> None:
    code, french, english = judged.told(HEAD + '# "<<"\n<< <ex:a> <ex:b> 1 >> <ex:c> "<<" .\n')
    assert (code, "RDF 1.2" in french, "RDF 1.2" in english) == (2, True, True)
    assert f"note.ttl:{HEAD.count(chr(10)) + 2}: " in french


def test_a_mark_at_the_start_and_the_line_ends_of_windows_are_no_fault(judged: Judging) -> None:
    assert judged.told(b"\xef\xbb\xbf" + (HEAD + SOUND).encode())[0] == 0
    assert judged.told((HEAD + SOUND).replace("\n", "\r\n"))[0] == 0


def test_what_is_no_regular_file_is_never_opened(judged: Judging) -> None:
    fifo = judged.folder / "tube.ttl"
    os.mkfifo(fifo)
    for path in (fifo, Path("/dev/zero")):
        found = judged.of(path)
        assert (found.code, "Ce n'est pas un fichier ordinaire" in found.err) == (2, True)
    absent, folder = judged.of(judged.folder / "absent.ttl"), judged.of(judged.folder)
    assert (absent.code, "Fichier introuvable" in absent.err) == (2, True)
    assert (folder.code, "C'est un dossier" in folder.err) == (2, True)


@pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() == 0, reason="the superuser may read anything: run as another"
)
def test_a_file_that_may_not_be_read_is_said_to_be_so(judged: Judging) -> None:
    path = judged.file(HEAD + SOUND)
    path.chmod(0)
    found = judged.of(path)
    assert (found.code, "Fichier illisible" in found.err) == (2, True)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a" * 300 + ".ttl", "Fichier illisible"),
        ("avec espace.ttl", "Le nom d'un fichier de données est celui de son document"),
        ("-", "Fichier introuvable"),
    ],
)
def test_a_strange_name_works_or_is_one_clear_line(judged: Judging, name: str, words: str) -> None:
    if len(name) < 200 and name != "-":
        judged.file(HEAD + SOUND, name)
    found = judged.of(judged.folder / name if name != "-" else name)
    assert (found.code, words in found.err, found.err.count("\n")) == (2, True, 1)


def test_a_name_that_is_no_utf8_is_one_clear_line(judged: Judging) -> None:
    name = os.fsencode(judged.folder) + b"/caf\xe9.ttl"
    try:
        Path(os.fsdecode(name)).write_text(HEAD + SOUND, "utf-8")
    except OSError:
        pytest.skip("this file system has names in UTF-8 only: nothing to do")
    found = judged.of(Path(os.fsdecode(name)))
    assert (found.code, "Le nom d'un fichier de données" in found.err) == (2, True)


def test_two_files_of_one_name_are_judged(judged: Judging) -> None:
    (judged.folder / "b").mkdir()
    paths = [judged.file(HEAD + SOUND, name) for name in ("note.ttl", "b/note.ttl")]
    assert judged.run("--project", judged.project, "validate", *paths).code == 0


@pytest.mark.parametrize("name", ["note.txt", "note.docx", "note"])
def test_another_ending_is_refused(judged: Judging, name: str) -> None:
    code, french, english = judged.told(HEAD + SOUND, name)
    assert (code, "attendu : .ttl." in french, "expected: .ttl." in english) == (2, True, True)


# ---- 3.2 to 3.5: what the text says ----

# fault → (what is added to a sound file, or the label in place of its own; exit code; rules at its line; French; English)
FAULTS: dict[str, tuple[str, int, set[str], str, str]] = {
    "19 mojibake": ('= "RÃ©forme"@fr', 1, {"Identity-prefLabel-decoding"}, "mal décodés", "Wrongly decoded"),
    "20 escape code": ('= "a\x1bb"@fr', 1, {"Identity-prefLabel-characters"}, "de commande", "control character"),
    "20 mark of loss": ('= "a\ufffdb"@fr', 1, {"Identity-prefLabel-characters"}, "de commande", "control character"),
    "20 in a name": ('id:plan-alpha hkg:namedAs "a\u202eb"@fr ; hkg:statedIn id:passage-note-l001 .', 1, {"text-form"},
                     "U+202E (right-to-left override)", "U+202E (right-to-left override)"),
    "21 not NFC": ('= "re\u0301forme"@fr', 1, {"text-form"}, "non normalisé (NFC)", "not NFC"),
    "22 direction": ('= "a\u202eb"@fr', 1, {"Identity-prefLabel-characters"}, "invisible", "Invisible"),
    "22 zero width": ('= "a\u200bb"@fr', 1, {"Identity-prefLabel-characters"}, "invisible", "Invisible"),
    "22 no-break space": ('= "\u00a0"@fr', 1, {"Identity-prefLabel-fr"}, "Il manque le libellé français", "label is missing"),
    "24 HTML and Markdown": ('= "<b>neuve</b> **x**"@fr', 0, set(), "Corpus sain", "The corpus is sound"),
    "25 formula": ('= "=HYPERLINK(1)"@fr', 0, set(), "Corpus sain", "The corpus is sound"),
    "26 no such day": ("id:mesure-neuve hkg:date id:temps-2016-02-30 .", 1, {"date-form", "dangling_reference", "PolicyElement-date-span"},
                       "2016-02-30 n'est pas une date", "2016-02-30 is not a date"),
    "27 as people write": ('id:mesure-neuve hkg:date "26/01/2016"^^xsd:date .', 1, {"literal-form", "PolicyElement-date-span"},
                           "écrivez « 2016-01-26 »", "write “2016-01-26”"),
    "28 ISO week": ('id:mesure-neuve hkg:date "2023-W05-1"^^xsd:date .', 1, {"literal-form", "PolicyElement-date-span"},
                    "n'est pas une valeur xsd:date", "is not a xsd:date"),
    "29 zone": ('id:mesure-neuve hkg:date "2023-01-01+01:00"^^xsd:date .', 1, {"literal-form", "PolicyElement-date-span"},
                "écrivez « 2023-01-01 »", "write “2023-01-01”"),
    "30 short year": ('id:mesure-neuve hkg:date "23"^^xsd:gYear .', 1, {"literal-form", "PolicyElement-date-span"},
                      "Type de donnée xsd:gYear inconnu", "Datatype xsd:gYear is not known"),
    "31 out of range": ("id:mesure-neuve hkg:date id:temps-9999-12-31 .", 1, {"date-form", "dangling_reference", "PolicyElement-date-span"},
                        "hors de la plage 1789–2100", "out of range"),
    "32 end before start": ("id:mesure-neuve hkg:date id:temps-2020-a-2019 .", 1, {"date-form", "dangling_reference", "PolicyElement-date-span"},
                            "La fin (2019-12-31) précède le début", "comes before the start"),
    "38 thing where a date is wanted": ("id:mesure-neuve hkg:date id:plan-alpha .", 1, {"PolicyElement-date-span"}, "id:temps-…", "id:temps-…"),
    "38 text where a thing is wanted": ('id:mesure-neuve dcterms:isPartOf "plan" .', 1, {"PolicyElement-isPartOf-whole"}, "Le tout doit être", "The whole must be"),
    "39 no language": ('= "neuve"', 1, {"Identity-prefLabel-fr", "Identity-prefLabel-language"}, "Libellé sans langue", "Label without a language"),
    "41 two labels": ('= "x y"@fr , "x z"@FR', 1, {"Identity-prefLabel-unique"}, "Deux libellés dans la même langue", "Two labels in one language"),
    "42 unknown language": ('= "x"@francais', 1, {"Identity-prefLabel-fr", "Identity-prefLabel-language"}, "dans une autre langue", "in a language other than"),
    "42 empty": ('= ""@fr', 1, {"Identity-prefLabel-fr"}, "Il manque le libellé français", "label is missing"),
    "43 another language": ('= "the new measure of the plan"@fr', 0, set(), "Corpus sain", "The corpus is sound"),
    "46 probable duplicate": ('= "Plan Alpha"@fr', 0, {"probable_duplicate"}, "portent le même libellé", "bear the same label"),
    "47 dangling": ("id:mesure-neuve dcterms:isPartOf id:plan-alphaa .", 1, {"dangling_reference", "PolicyElement-isPartOf-whole"},
                    "les plus proches : id:plan-alpha", "the nearest: id:plan-alpha"),
    "48 self reference": ("id:mesure-neuve dcterms:isPartOf id:mesure-neuve .", 1, {"circular_chain"},
                          "Cercle par dcterms:isPartOf : « mesure neuve » (id:mesure-neuve) → « mesure neuve » (id:mesure-neuve).",
                          "Circle by dcterms:isPartOf: « mesure neuve » (id:mesure-neuve) → « mesure neuve » (id:mesure-neuve)."),
    "48 cycle": ("id:lien-neuf a hkg:Link ; hkg:concerns id:dispositif-referentiel-zeta ; hkg:linkType ref:lien-requiert ; "
                 "hkg:object id:programme-iota ; hkg:statedIn id:passage-note-l001 .", 1, {"dependency_cycle"},
                 "Cercle : « référentiel Zêta » (id:dispositif-referentiel-zeta) → « programme Iota » (id:programme-iota) → « référentiel Zêta » (id:dispositif-referentiel-zeta) ;",
                 "(id:dispositif-referentiel-zeta); each would require the next."),
    "52 two classes that exclude each other": ("id:mesure-neuve a hkg:Event .", 1, {"Event-iri", "Event-isPartOf-event", "disjoint_classes"},
                                               "ne peut être à la fois hkg:Event et hkg:Measure", "cannot be both hkg:Event and hkg:Measure"),
    "53 node without a name": ('[ hkg:namedAs "x"@fr ] .', 1, {"foreign_subject", "unnamed_node"},
                               "le nœud sans nom [] est décrit ici", "the node without a name [] is described here"),
    "57 scripts in shapes": ("id:plan-alpha <http://www.w3.org/ns/shacl#js> id:x .", 1, {"brings_shapes", "unknown_term", "dangling_reference"},
                             "les règles viennent du projet seul", "rules come from the project alone"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_at_its_line_in_both_languages(judged: Judging, fault: str) -> None:
    said, code, rules, french, english = FAULTS[fault]
    content = HEAD + (SOUND.replace('"mesure neuve"@fr', said[2:]) if said[0] == "=" else SOUND + said + "\n")
    got, told, told_english = judged.told(content)
    assert (got, french in told, english in told_english) == (code, True, True), told
    places = {line.split(":")[1] for line in told.splitlines() if line.startswith(str(judged.folder))}
    caught = {line.rpartition("[")[2].rstrip("]") for line in told.splitlines() if line.startswith(str(judged.folder))}
    assert caught == rules
    if rules and not fault.startswith("52"):  # there, each rule shows the line that it is about
        assert places == {str(LABEL if said[0] == "=" else LINE)}
    assert "Traceback" not in told + told_english


def test_a_twin_letter_from_another_alphabet_is_no_identifier(judged: Judging) -> None:
    code, french, _ = judged.told(HEAD + SOUND.replace("mesure-neuve", "mesure-nеuve"))
    assert (code, "[Measure-iri]" in french) == (1, True)


def test_letters_in_two_signs_and_hidden_signs_are_mended_and_nothing_else(judged: Judging, world: Corpus) -> None:
    named = 'id:plan-alpha hkg:namedAs "a\u200bb"@fr ; hkg:statedIn id:passage-note-l001 .\n'
    path = judged.file(HEAD + SOUND.replace('"mesure neuve"@fr', '"re\u0301forme"@fr') + named)
    told = judged.run("--project", judged.project, "validate", path, "--fix")
    mended = HEAD + SOUND.replace('"mesure neuve"@fr', '"réforme"@fr') + named.replace("\u200b", "")
    assert (told.code, path.read_text("utf-8")) == (0, turtle.canonical(turtle.parse(mended, "x"), world.registry))


def test_line_breaks_in_a_note_are_no_fault(world: Corpus) -> None:
    quads = turtle.parse('<ex:a> <ex:b> """une note\\n\\ten deux lignes""" , "\u00a0»" .', "x")
    assert list(texts.findings(quads, world.registry)) == []


def test_the_texts_of_the_corpus_show_all_that_they_hold(world: Corpus, corpus: Corpus) -> None:
    assert [list(texts.findings(one.statements, one.registry)) for one in (world, corpus)] == [[], []]


# ---- 3.7 Size and shape ----


def test_a_file_that_is_too_large_is_refused_unread(judged: Judging, monkeypatch: pytest.MonkeyPatch) -> None:
    path = judged.file(b"")
    with path.open("wb") as file:
        file.truncate(turtle.reading.MAX_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    with pytest.raises(LimitReached) as fault:
        turtle.read_text(path)
    assert (fault.value.code, fault.value.exit_code) == ("file-too-large", 5)
    assert fault.value.sentence("fr") == "Le fichier dépasse 64 Mio ; découpez-le."


NEST = 100_000
LARGE = {
    "statements": ("".join(f"id:plan-n{n} a hkg:Plan .\n" for n in range(50_001)), "Trop d'énoncés", "Too many statements"),
    "literal": (f'id:mesure-neuve skos:note "{"a" * 20 * 1024 * 1024}"@fr .', "dépasse 16 Mio", "exceeds 16 MiB"),
    "brackets": (f"id:plan-alpha hkg:p {'[ hkg:p ' * NEST}1{' ]' * NEST} .", "Imbrication trop profonde", "Nested too deep"),
    "lists": (f"id:plan-alpha hkg:p {'(' * NEST}{')' * NEST} .", "Imbrication trop profonde", "Nested too deep"),
    "nodes without a name": ("[] a hkg:Plan .\n" * 100_000, "Trop d'énoncés", "Too many statements"),
}  # fmt: skip


@pytest.mark.parametrize("fault", LARGE)
def test_what_is_too_much_is_a_limit_reached(judged: Judging, fault: str) -> None:
    text, french, english = LARGE[fault]
    code, told, told_english = judged.told(HEAD + SOUND + text)
    assert (code, french in told, english in told_english) == (5, True, True)
    assert judged.accepted()


def test_many_prefixes_a_long_address_and_a_label_of_many_lines_are_read(judged: Judging) -> None:
    prefixes = "".join(f"PREFIX p{n}: <https://example.org/{n}/>\n" for n in range(200_000))
    assert judged.told(prefixes + HEAD + SOUND)[0] == 0
    long = f"id:mesure-neuve foaf:page <https://example.org/{'a' * 1024 * 1024}> .\n"
    assert judged.told(HEAD + SOUND + long)[0] == 1  # foaf:page is no word of ours; nothing more
    lines = SOUND.replace('"mesure neuve"', '"""' + "a\n" * 100_000 + '"""')
    assert judged.told(HEAD + lines)[0] == 1


def test_brackets_in_texts_are_no_nesting() -> None:
    text = "<ex:a> <ex:b> " + ", ".join(['"((("', '"""[\n[["""', "'(('"] * 60) + " . # ((((\n"
    assert len(turtle.parse(text, "x")) == 180


def test_a_file_nested_as_deep_as_is_allowed_has_its_places() -> None:
    depth = turtle.reading.MAX_DEPTH
    text = f"<ex:a> <ex:b> {'[ <ex:b> ' * depth}1{' ]' * depth} .\n<ex:c> <ex:d> 1 ."
    assert len(turtle.positions(text, turtle.parse(text, "x"))) == depth + 2


def test_a_value_that_is_badly_written_brings_no_words_of_a_library(judged: Judging) -> None:
    found = judged.of(judged.file(HEAD + SOUND + 'id:mesure-neuve hkg:date "26/01/2016"^^xsd:date .\n'))
    assert [line for line in found.err.splitlines() if "correction" not in line] == [
        "2 erreur(s), 0 avertissement(s), 0 remarque(s)."
    ]


def test_a_corpus_of_files_named_otherwise_is_judged_as_before(world: Corpus) -> None:
    assert validate(world) == Report(())
