"""Makes the workbooks of this folder: `python3 make.py`. The text files are written by hand, and made here as well
where an editor could not: each has what it is for in its name.
"""

import io
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
DAY = (1980, 1, 1, 0, 0, 0)


def archive(name, parts):
    """An archive whose bytes depend on its parts alone."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for path, text in parts.items():
            info = zipfile.ZipInfo(path, DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, text)
    (HERE / name).write_bytes(content.getvalue())


SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def book(name, sheets, strings=(), styles="", properties=""):
    """A workbook. A sheet is its name, its state and its XML inside of `<worksheet>`."""
    relation = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'.format
    relations = [relation("rId1", OFFICE, "styles", "styles.xml"), relation("rId2", OFFICE, "sharedStrings", "sharedStrings.xml")]
    listed, parts = [], {}
    for number, (title, state, content) in enumerate(sheets, 3):
        relations.append(relation(f"rId{number}", OFFICE, "worksheet", f"worksheets/sheet{number}.xml"))
        listed.append(f'<sheet name="{title}" sheetId="{number}"{state} r:id="rId{number}"/>')
        parts[f"xl/worksheets/sheet{number}.xml"] = f'<worksheet xmlns="{SPREADSHEET}">{content}</worksheet>'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    archive(
        name,
        {
            "[Content_Types].xml": head + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'{head}<Relationships xmlns="{PACKAGE}">{relation("rId1", OFFICE, "officeDocument", "xl/workbook.xml")}</Relationships>',
            "xl/workbook.xml": f'{head}<workbook xmlns="{SPREADSHEET}" xmlns:r="{OFFICE}">{properties}<sheets>{"".join(listed)}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{PACKAGE}">{"".join(relations)}</Relationships>',
            "xl/styles.xml": f'{head}<styleSheet xmlns="{SPREADSHEET}">{styles}</styleSheet>',
            "xl/sharedStrings.xml": f'{head}<sst xmlns="{SPREADSHEET}">{"".join(f"<si>{text}</si>" for text in strings)}</sst>',
            **parts,
        },
    )


def rows(*lines, dimension=None):
    """Rows of cells that are written as texts (`str`), numbers, or as they are (`bytes`); `None` is no cell."""
    found = []
    for number, line in enumerate(lines, 1):
        cells = []
        for column, value in enumerate(line or ()):
            place = f"{chr(65 + column)}{number}"
            if isinstance(value, bytes):
                cells.append(value.decode().replace("@", place))
            elif isinstance(value, str):
                cells.append(f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>')
            elif value is not None:
                cells.append(f'<c r="{place}"><v>{value}</v></c>')
        if cells:
            found.append(f'<row r="{number}">{"".join(cells)}</row>')
    claimed = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f"{claimed}<sheetData>{''.join(found)}</sheetData>"


STYLES = """<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/><numFmt numFmtId="165" formatCode="00000"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="49"/></cellXfs>"""


def date(number, style=1):
    return f'<c r="@" s="{style}"><v>{number}</v></c>'.encode()


def shared(number):
    return f'<c r="@" t="s"><v>{number}</v></c>'.encode()


HEADER = ["External ID", "First Name", "Last Name", "Work Email", "Postal Code", "Created", "Active", "Score"]
TYPED = rows(
    HEADER,
    [447912000000, shared(0), shared(1), shared(2), date(2138, 3), date(46115), b'<c r="@" t="b"><v>1</v></c>', 0.1],
    # A rich text, a formula with its value, a text in the cell, a moment, an exponent that is none.
    [b'<c r="@"><v>4.47913E+11</v></c>', shared(3), b'<c r="@" t="str"><f>B2&amp;C2</f><v>Lee, &quot;B&quot;</v></c>', "bo@x.example", date(94103, 3), date("46115.395833333336", 2), b'<c r="@" t="b"><v>0</v></c>', b'<c r="@"><v>19.989999999999998</v></c>'],
    None,
    # Digits that are lost, an error, a text with leading zeros.
    [1234567890123456789, "Cy_x000D_", b'<c r="@" t="e"><v>#N/A</v></c>', "cy@x.example", "00501", date(60), None, -7],
    [b'<c r="@" t="e"><v>#REF!</v></c>', "Di", None, "di@x.example", None, None, None, b'<c r="@" s="4" t="s"><v>4</v></c>'],
    dimension="A1:H6",
)
STRINGS = [
    "<t>Ann</t>",
    '<t xml:space="preserve"> Lee </t>',
    "<t>ann@x.example</t>",
    '<r><t>秀</t></r><r><rPr><b/></rPr><t>英</t></r><rPh sb="0" eb="1"><t>ヒデエ</t></rPh>',
    "<t>3</t>",
]
book(
    "typed_cells.xlsx",
    [("Empty", "", rows()), ("People", "", TYPED), ("Notes", ' state="hidden"', rows(["External ID"], ["secret"], dimension="A1:A2"))],
    STRINGS,
    STYLES,
)
book("dates_since_1904.xlsx", [("S", "", rows(["External ID", "Created"], [1, date(44653)], [2, date("44653.5", 2)]))], (), STYLES, '<workbookPr date1904="1"/>')
MERGED = rows(["Contacts of the spring fair"], None, ["External ID", "First Name", "City"], [1, "Ann", "Köln"], [2, "Bo", None], dimension="A1:Z900")
TRAILING = '<row r="6" s="1"><c r="A6" s="1"/><c r="H6" s="1"/></row><row r="900"><c r="Z900" t="str"><v> </v></c></row></sheetData>'
book("title_merged_and_blank_edges.xlsx", [("Fair", "", MERGED.replace("</sheetData>", TRAILING) + '<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>')], (), STYLES)
book("never_calculated.xlsx", [("S", "", rows(["External ID", "First Name"], [1, b'<c r="@"><f>UPPER("ann")</f></c>'], [2, b'<c r="@" t="str"><f>""</f><v></v></c>']))])
book("one_text_of_five_megabytes.xlsx", [("S", "", rows(["External ID"], [" " * (5 << 20)]))])
book("cover_sheet.xlsx", [("Cover", "", rows(["Members of the club"])), ("People", "", rows(["External ID", "First Name"], [1, "Ann"], [2, "Bo"], dimension="A1:B3")), ("Empty", "", rows())])
book("no_values.xlsx", [("One", "", rows()), ("Two", "", rows(["  "]))])

whole = (HERE / "typed_cells.xlsx").read_bytes()
(HERE / "cut_off.xlsx").write_bytes(whole[:1500])
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
(HERE / "old_workbook.xlsx").write_bytes(OLE + "Workbook".encode("utf-16le"))
(HERE / "with_password.xlsx").write_bytes(OLE + "EncryptedPackage".encode("utf-16le"))
archive("open_document.xlsx", {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})
archive("binary_workbook.xlsx", {"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"})
archive("archive.xlsx", {"contacts.csv": "External ID\n1\n"})

TABLE = "External ID{0}First Name{0}City\n1{0}{1}{0}{2}\n2{0}{3}{0}{4}\n"
(HERE / "chinese_gb18030.csv").write_bytes(TABLE.format(",", "秀英", "北京市海淀区", "张伟", "上海市浦东新区").encode("gb18030"))
(HERE / "german_windows_1252.csv").write_bytes(TABLE.format(";", "Jörg", "Köln", "Zoë", "Zürich").encode("cp1252"))
(HERE / "excel_unicode_text.txt").write_bytes(TABLE.format("\t", "Łukasz", "Gdańsk", "秀英", "北京").encode("utf-16"))
(HERE / "utf_8_with_a_broken_byte.csv").write_bytes(TABLE.format(",", "秀英", "北京市海淀区", "张伟", "上海?").encode().replace(b"?", b"\xff"))
