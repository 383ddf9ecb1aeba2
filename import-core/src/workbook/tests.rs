use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Limits, Workbook};
use crate::problem::{Code, Problem};

/// A workbook of these parts beside the ones that every workbook has.
fn workbook(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: (&str, &str) = ("[Content_Types].xml", "<Types/>");
const RELATIONS: (&str, &str) = (
    "xl/_rels/workbook.xml.rels",
    r#"<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/s.xml"/>
    <Relationship Id="r2" Type="http://x/sharedStrings" Target="strings.xml"/></Relationships>"#,
);
const BOOK: (&str, &str) = (
    "xl/workbook.xml",
    r#"<workbook xmlns:r="y"><sheets><sheet name="One &amp; only" sheetId="1" r:id="r1"/></sheets></workbook>"#,
);

fn with_sheet(sheet: &str) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
    workbook(&[TYPES, RELATIONS, BOOK, ("xl/worksheets/s.xml", &sheet)])
}

fn read(bytes: &[u8], limits: Limits) -> Result<String, Problem> {
    let mut workbook = Workbook::open(Box::new(Cursor::new(bytes)), limits)?;
    let (_, grid) = workbook.read_chosen(None)?;
    Ok(grid.pieces(10).collect())
}

#[track_caller]
fn check(bytes: &[u8], expected: Result<&str, Code>) {
    let found = read(bytes, Limits::default()).map_err(|problem| problem.code);
    assert_eq!(found.as_deref().map_err(|code| *code), expected);
}

#[test]
fn cells_without_places_follow_one_another() {
    let sheet = r#"<row><c><v>1</v></c><c t="b"><v>0</v></c></row>
        <row><c/><c t="inlineStr"><is><t>x</t><rPh sb="0" eb="1"><t>no</t></rPh></is></c></row>"#;
    check(&with_sheet(sheet), Ok("1,FALSE\n,x\n"));
}

#[test]
fn a_name_with_a_reference_is_read() {
    let bytes = with_sheet("<row><c><v>1</v></c></row>");
    let workbook = Workbook::open(Box::new(Cursor::new(bytes)), Limits::default()).unwrap();
    assert_eq!(workbook.sheets()[0].name, "One & only");
}

#[test]
fn a_sheet_that_contradicts_itself_is_broken() {
    for sheet in [
        r#"<row r="2"/><row r="2"/>"#,
        r#"<row r="9999999"/>"#,
        r#"<row><c r="B1"/><c r="A1"/></row>"#,
        r#"<row><c r="XFE1"/></row>"#,
        r#"<c r="A1"><v>1</v></c>"#,
        r#"<row><c t="s"><v>0</v></c></row>"#,
        "<row><c><v>1</v></row>",
        "<row><c><v>&own;</v></c></row>",
    ] {
        check(&with_sheet(sheet), Err(Code::FileWorkbookBroken));
    }
    check(&with_sheet(""), Err(Code::FileEmpty));
    check(
        &workbook(&[TYPES, RELATIONS]),
        Err(Code::FileWorkbookBroken),
    );
    check(
        &workbook(&[TYPES, RELATIONS, BOOK]),
        Err(Code::FileWorkbookBroken),
    );
    check(&workbook(&[("a.csv", "a")]), Err(Code::FileZip));
    check(
        &workbook(&[("xl/workbook.bin", "a")]),
        Err(Code::FileWorkbookOther),
    );
    check(b"PK\x03\x04 and no more", Err(Code::FileZip));
    check(b"PK\x03\x04 xl/", Err(Code::FileWorkbookBroken));
    let whole = with_sheet("<row><c><v>1</v></c></row>");
    for length in 0..whole.len() {
        assert!(read(&whole[..length], Limits::default()).is_err());
    }
}

#[test]
fn damaged_bytes_never_panic() {
    let whole = with_sheet("<row><c r=\"A1\"><v>1</v></c><c t=\"s\"><v>3</v></c></row>");
    for at in 0..whole.len() {
        for mask in [0x01, 0x80, 0xff] {
            let mut damaged = whole.clone();
            damaged[at] ^= mask;
            let _ = read(&damaged, Limits::default());
        }
    }
}

#[test]
fn what_unpacks_to_more_than_allowed_is_too_large() {
    let code =
        |sheet: &str, limits| read(&with_sheet(sheet), limits).map_err(|problem| problem.code);
    let spaces = " ".repeat(100_000);
    let unpacked = Limits {
        unpacked: 10_000,
        ..Limits::default()
    };
    assert_eq!(code(&spaces, unpacked), Err(Code::FileTooLarge));
    // One text alone.
    let long = format!("<row><c t=\"str\"><v>{}</v></c></row>", "x".repeat(5 << 20));
    assert_eq!(code(&long, Limits::default()), Err(Code::FileTooLarge));
    // Few cells, each far out.
    let wide: String = (1..200)
        .map(|row| format!(r#"<row r="{row}"><c r="A{row}"><v>1</v></c></row>"#))
        .chain([r#"<row r="200"><c r="XFD200"><v>1</v></c></row>"#.to_owned()])
        .collect();
    let text = Limits {
        text: 1 << 20,
        ..Limits::default()
    };
    assert_eq!(code(&wide, text), Err(Code::FileTooLarge));
}
