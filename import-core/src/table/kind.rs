//! Tells text from workbooks, archives and other files that are not text, by their first bytes.

use memchr::memmem;

use super::detect::{HEAD_LIMIT, find_utf16};
use crate::problem::{Code, Problem};

/// First bytes that no text file has, and what to call the file.
const BINARY: &[(&[u8], &str)] = &[
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh91AY&SY", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"SQLite format 3\0", "sqlite"),
    (b"PAR1", "parquet"),
    (b"\x7fELF", "elf"),
    (b"{\\rtf1", "rtf"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
];

/// Says why these bytes, the whole file or its start, cannot be a table of text; nothing if they can.
pub fn sniff(bytes: &[u8]) -> Option<Problem> {
    let prefix = &bytes[..bytes.len().min(HEAD_LIMIT)];
    if prefix.is_empty() {
        return Some(Problem::of_row(Code::FileEmpty, 0));
    }
    if prefix.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(Problem::of_row(Code::FileXls, 0));
    }
    if [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"]
        .iter()
        .any(|magic| prefix.starts_with(*magic))
    {
        return Some(Problem::of_row(Code::FileZip, 0).with("kind", archive_kind(prefix)));
    }
    let kind = BINARY
        .iter()
        .find(|(magic, _)| prefix.starts_with(magic))
        .map(|(_, kind)| *kind);
    let kind = kind.or_else(|| is_binary(prefix).then_some("unknown"))?;
    Some(Problem::of_row(Code::FileBinary, 0).with("kind", kind))
}

/// A workbook names its parts in the archive: first `[Content_Types].xml`, then those below `xl/`.
fn archive_kind(prefix: &[u8]) -> &'static str {
    let holds = |name: &str| memmem::find(prefix, name.as_bytes()).is_some();
    let is_other_office = holds("word/") || holds("ppt/");
    if holds("xl/") || (holds("[Content_Types].xml") && !is_other_office) {
        "xlsx"
    } else {
        "zip"
    }
}

/// Whether control characters are more than the odd accident: over 2 in 100 bytes, and at least 4.
fn is_binary(prefix: &[u8]) -> bool {
    let has_mark = prefix.starts_with(b"\xff\xfe") || prefix.starts_with(b"\xfe\xff");
    if has_mark || find_utf16(prefix).is_some() {
        return false;
    }
    // Tab, line ends, form feed, end of file and escape occur in text.
    let is_control = |byte: &&u8| matches!(byte, 0..=8 | 14..=25 | 28..=31);
    let controls = prefix.iter().filter(is_control).count();
    controls >= 4 && controls * 50 > prefix.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<(Code, Option<&str>)>) {
        let found = sniff(bytes);
        let found = found
            .as_ref()
            .map(|problem| (problem.code, problem.args.get("kind").map(String::as_str)));
        assert_eq!(found, expected);
    }

    #[test]
    fn files_that_are_no_text_are_named() {
        check(b"", Some((Code::FileEmpty, None)));
        check(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
            Some((Code::FileXls, None)),
        );
        check(
            b"PK\x03\x04\x14\0\x06\0[Content_Types].xml",
            Some((Code::FileZip, Some("xlsx"))),
        );
        check(
            b"PK\x03\x04\x14\0\x06\0[Content_Types].xml word/document.xml",
            Some((Code::FileZip, Some("zip"))),
        );
        check(
            b"PK\x03\x04\x14\0\x06\0contacts.csv",
            Some((Code::FileZip, Some("zip"))),
        );
        check(b"%PDF-1.7\n%", Some((Code::FileBinary, Some("pdf"))));
        check(b"\x1f\x8b\x08\0", Some((Code::FileBinary, Some("gzip"))));
        let noise: Vec<u8> = (0..=255).collect();
        check(&noise, Some((Code::FileBinary, Some("unknown"))));
        check(&[0; 100], Some((Code::FileBinary, Some("unknown"))));
    }

    #[test]
    fn text_is_let_through() {
        check(b"name,mail\nA,a@x.org\n", None);
        check(b"PK,name\n1,A\n", None);
        check(b"name,mail\nA\0,a@x.org\n", None);
        check(b"n\0a\0m\0e\0\n\0A\0", None);
        check(b"\xff\xfe\x2d\x4e\x87\x65", None);
        check("姓名,电话\n张三,1\n".as_bytes(), None);
    }
}
