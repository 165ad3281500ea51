import zipfile
from xml.sax.saxutils import escape

import pytest

from alignsurvey.corpus.rawfiles.readers import read_table
from alignsurvey.files.errors import InputError

pytest.importorskip("python_calamine", reason="the extra sheets is not installed")
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def cell(value):
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def write_xlsx(path, sheets):
    """A workbook of nothing but cells: sheet name -> rows."""
    places = list(enumerate(sheets, start=1))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for n, _ in places
        )
        book.writestr(
            "[Content_Types].xml",
            f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/'
            f'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>',
        )
        book.writestr(
            "_rels/.rels",
            f'{HEAD}<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in places)
        book.writestr(
            "xl/workbook.xml",
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        )
        relations = "".join(
            f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in places
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels", f'{HEAD}<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'
        )
        for n, name in places:
            rows = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in sheets[name])
            book.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
            )


def test_numbers_and_texts_of_the_first_sheet_with_a_table_are_codes(tmp_path):
    path = tmp_path / "a.xlsx"
    write_xlsx(
        path,
        {"cover": [["Survey"]], "data": [["id", "性别", "wt"], [1, "男", 0.5], [2, "女", None]], "x": [["a"], [1]]},
    )
    table = read_table(path)
    assert table.codes("id").to_list() == ["1", "2"]
    assert table.codes("性别").to_list() == ["男", "女"]
    assert table.codes("wt").to_list() == ["0.5", None]
    assert table.notes[0] == "sheet 'data' of the workbook; its other sheets are not read: x"


def test_an_export_in_a_workbook_is_known_as_in_a_csv(tmp_path):
    path = tmp_path / "a.xlsx"
    rows = [["Timestamp", "How old are you?"], ["2024-03-01", "18-24"], [None, None], ["2024-03-02", "25-34"]]
    write_xlsx(path, {"Form responses": rows})
    table = read_table(path, None)
    assert (table.export, len(table.frame)) == ("Google Forms", 2)


def test_a_broken_workbook_is_one_line_that_says_how_to_go_on(tmp_path):
    path = tmp_path / "a.xlsx"
    write_xlsx(path, {"data": [["id"], [1]]})
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(InputError, match=r"^a.xlsx: cannot be read .* save as .csv$"):
        read_table(path)


def test_what_unpacks_to_too_much_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * (60 << 20))
    with pytest.raises(InputError, match=r"a.xlsx: unpacks to 60 MiB, too much for a survey; save it as .csv"):
        read_table(path)
