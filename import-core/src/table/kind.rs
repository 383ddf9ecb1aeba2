//! Tells text and archives from other files, by their first bytes.

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

/// What can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Text, in whatever encoding.
    Text,
    /// An archive, as workbooks are.
    Archive,
}

/// Tells by its bytes, or the first of them, what a file is; `Err` says why it cannot be read.
pub fn sniff(bytes: &[u8]) -> Result<FileKind, Problem> {
    let prefix = &bytes[..bytes.len().min(HEAD_LIMIT)];
    if prefix.is_empty() {
        return Err(Problem::of_row(Code::FileEmpty, 0));
    }
    if prefix.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        // An encrypted workbook is a stream of this name in a file of the kind that old workbooks are.
        let encrypted: Vec<u8> = "EncryptedPackage"
            .bytes()
            .flat_map(|byte| [byte, 0])
            .collect();
        let is_encrypted = memmem::find(bytes, &encrypted).is_some();
        let code = if is_encrypted {
            Code::FileEncrypted
        } else {
            Code::FileXls
        };
        return Err(Problem::of_row(code, 0));
    }
    if [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"]
        .iter()
        .any(|magic| prefix.starts_with(*magic))
    {
        return Ok(FileKind::Archive);
    }
    let kind = BINARY
        .iter()
        .find(|(magic, _)| prefix.starts_with(magic))
        .map(|(_, kind)| *kind);
    match kind.or_else(|| is_binary(prefix).then_some("unknown")) {
        Some(kind) => Err(Problem::of_row(Code::FileBinary, 0).with("kind", kind)),
        None => Ok(FileKind::Text),
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
    fn check(bytes: &[u8], expected: Result<FileKind, (Code, Option<&str>)>) {
        let found = sniff(bytes);
        let kind = |problem: &Problem| problem.args.get("kind").cloned();
        let found = found.map_err(|problem| (problem.code, kind(&problem)));
        assert_eq!(
            found,
            expected.map_err(|(code, kind)| (code, kind.map(str::to_owned)))
        );
    }

    #[test]
    fn files_that_are_no_text_are_named() {
        check(b"", Err((Code::FileEmpty, None)));
        let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0W\0o\0r\0k\0b\0o\0o\0k\0";
        check(old, Err((Code::FileXls, None)));
        let encrypted =
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
        check(encrypted, Err((Code::FileEncrypted, None)));
        check(b"%PDF-1.7\n%", Err((Code::FileBinary, Some("pdf"))));
        check(b"\x1f\x8b\x08\0", Err((Code::FileBinary, Some("gzip"))));
        let noise: Vec<u8> = (0..=255).collect();
        check(&noise, Err((Code::FileBinary, Some("unknown"))));
        check(&[0; 100], Err((Code::FileBinary, Some("unknown"))));
    }

    #[test]
    fn what_can_be_read_is_let_through() {
        check(
            b"PK\x03\x04\x14\0\x06\0[Content_Types].xml",
            Ok(FileKind::Archive),
        );
        let text = Ok(FileKind::Text);
        check(b"name,mail\nA,a@x.org\n", text);
        check(b"PK,name\n1,A\n", text);
        check(b"name,mail\nA\0,a@x.org\n", text);
        check(b"n\0a\0m\0e\0\n\0A\0", text);
        check(b"\xff\xfe\x2d\x4e\x87\x65", text);
        check("姓名,电话\n张三,1\n".as_bytes(), text);
    }
}
