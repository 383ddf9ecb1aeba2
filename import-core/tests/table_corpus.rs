//! Files as people send them, and what is read from each.

use std::fmt::Write;
use std::path::Path;

use import_core::problem::Problem;
use import_core::table::{Choice, Record, Table};

/// Reads a file of the corpus and compares everything there is to see of it.
#[track_caller]
fn check(file: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/corpus")
        .join(file);
    let found = match Table::open(
        std::fs::read(path).expect("the corpus holds the file"),
        &Choice::default(),
    ) {
        Ok(table) => describe(&table),
        Err(problem) => describe_problem(&problem),
    };
    let expected: String = expected
        .trim()
        .lines()
        .map(|line| line.trim().to_owned() + "\n")
        .collect();
    assert_eq!(found.trim(), expected.trim(), "\n--- found\n{found}");
}

/// Encoding and dialect; header; each row as `number@line cells` with its problems; what was blank;
/// problems of the file. Control characters are shown by their pictures.
fn describe(table: &Table) -> String {
    let layout = table.layout();
    let (delimiter, quote) = (
        char::from(layout.dialect.delimiter),
        char::from(layout.dialect.quote),
    );
    let mut text = format!(
        "{} {} {quote}\n",
        layout.encoding,
        visible(&delimiter.to_string())
    );
    let _ = writeln!(
        text,
        "{}@ {}",
        layout.header_row,
        table.headers().join(" | ")
    );
    let mut record = Record::default();
    for index in 0..table.len() {
        assert!(table.record(index, &mut record));
        let cells: Vec<_> = record.cells().map(visible).collect();
        let _ = write!(text, "{}@{} {}", record.row, record.line, cells.join(" | "));
        for problem in record.problems() {
            let _ = write!(text, " !{}", describe_problem(&problem).trim());
        }
        text.push('\n');
    }
    if table.blank_rows() > 0 {
        let _ = writeln!(text, "blank {}", table.blank_rows());
    }
    for problem in table.problems() {
        let _ = writeln!(text, "{}", describe_problem(problem));
    }
    text.lines()
        .map(|line| line.trim().to_owned() + "\n")
        .collect()
}

fn describe_problem(problem: &Problem) -> String {
    let mut text = problem.code.name().to_owned();
    if let Some(column) = &problem.column {
        let _ = write!(text, " in {column}");
    }
    for (name, value) in &problem.args {
        let _ = write!(text, " {name}={value}");
    }
    text
}

fn visible(text: &str) -> String {
    let picture = |c: char| match u32::from(c) {
        code @ 0..32 => char::from_u32(0x2400 + code).unwrap_or(c),
        _ => c,
    };
    text.chars().map(picture).collect()
}

#[test]
fn encodings_are_found() {
    check(
        "semicolon_windows_1252.csv",
        r#"
            windows-1252 ; "
            1@ Name | Straße | Betrag
            2@2 Jürgen Müller | Königstraße 5; Hof | 1,50
            3@3 Zoë Groß | Märkische Höfe | 2,75
        "#,
    );
    check(
        "utf_16le_marked.csv",
        r#"
            UTF-16LE , "
            1@ 姓名 | 电话 | Name
            2@2 张三 | 13800138000 | Ann
            3@3 李四 | 13900139000 | Bob
        "#,
    );
    check(
        "utf_16be_marked.csv",
        r#"
            UTF-16BE , "
            1@ 姓名 | 电话 | Name
            2@2 张三 | 13800138000 | Ann
            3@3 李四 | 13900139000 | Bob
        "#,
    );
    check(
        "utf_16le.csv",
        r#"
            UTF-16LE , "
            1@ 姓名 | 电话 | Name
            2@2 张三 | 13800138000 | Ann
            3@3 李四 | 13900139000 | Bob
        "#,
    );
    check(
        "utf_16be.csv",
        r#"
            UTF-16BE , "
            1@ 姓名 | 电话 | Name
            2@2 张三 | 13800138000 | Ann
            3@3 李四 | 13900139000 | Bob
        "#,
    );
    check(
        "utf_16le_tabs.txt",
        r#"
            UTF-16LE ␉ "
            1@ Name | Ort
            2@2 Zoë | Köln
        "#,
    );
    check(
        "utf_8_marked.csv",
        r#"
            UTF-8 , "
            1@ External ID | Name
            2@2 7 | Zoë
        "#,
    );
    check(
        "gb18030.csv",
        r#"
            gb18030 , "
            1@ 姓名 | 电话 | 城市
            2@2 张三 | 13800138000 | 北京市海淀区
            3@3 李四 | 13900139000 | 上海市浦东新区
        "#,
    );
    check(
        "shift_jis.csv",
        r#"
            Shift_JIS , "
            1@ 名前 | 電話 | 住所
            2@2 田中太郎 | 03-1234-5678 | 東京都千代田区
            3@3 スズキ | 06-1234-5678 | 大阪市, 北区
        "#,
    );
}

#[test]
fn a_broken_byte_is_a_problem_of_its_row() {
    check(
        "chinese_one_broken_byte.csv",
        r#"
            UTF-8 , "
            1@ 姓名 | 城市
            2@2 张三 | 北京
            3@3 李四 | 上� !encoding_invalid in 城市 encoding=UTF-8
            4@4 王五 | 广州
        "#,
    );
    check(
        "gb18030_one_cut_character.csv",
        r#"
            gb18030 , "
            1@ 姓名 | 电话 | 城市
            2@2 张三 | 13800138000 | 北京市海淀区
            3@3 李四 | 13900139000 | 上海市浦东新区
            4@4 王小明 | 13700137000 | 广州� !encoding_invalid in 城市 encoding=gb18030
            5@5 陈静 | 13600136000 | 深圳市南山区
            6@6 欧阳锋 | 13500135000 | 杭州市西湖区
        "#,
    );
    check(
        "replacement_character.csv",
        r#"
            UTF-8 , "
            1@ Name | City
            2@2 A�nn | Oslo
        "#,
    );
    check(
        "nul.csv",
        r#"
            UTF-8 , "
            1@ ID | Name
            2@2 1 | A␀nn
            3@3 2 | Bob
        "#,
    );
}

#[test]
fn dialects_are_found() {
    check(
        "tabs.tsv",
        r#"
            UTF-8 ␉ "
            1@ Name | Note
            2@2 Ann | a, b; c
            3@3 Bob | x␉y
        "#,
    );
    check(
        "pipes.txt",
        r#"
            UTF-8 | "
            1@ ID | Name
            2@2 1 | Ann
            3@3 2 | Bob
        "#,
    );
    check(
        "decimal_commas.csv",
        r#"
            UTF-8 ; "
            1@ Name | Amount | Rate
            2@2 A | 1,50 | 2,5
            3@3 B | 2,75 | 3,5
        "#,
    );
    check(
        "text_with_commas.csv",
        r#"
            UTF-8 ; "
            1@ Name | Note
            2@2 A | one, two, three
            3@3 B | four
            4@4 C | five, six
        "#,
    );
    check(
        "apostrophes.csv",
        r"
            UTF-8 , '
            1@ ID | Name
            2@2 1 | Ann, B
            3@3 2 | It's
        ",
    );
    check(
        "single_column.csv",
        r#"
            UTF-8 , "
            1@ Email
            2@2 ann@example.org
            3@3 bob@example.org
        "#,
    );
    check(
        "separator_line.csv",
        r#"
            UTF-8 ; "
            2@ Name | Note
            3@3 Zoë | a,b
            4@4 Ann | c
        "#,
    );
}

#[test]
fn a_file_may_have_no_header() {
    check(
        "no_header.csv",
        r#"
            UTF-8 , "
            0@ A | B
            1@1 Ann | ann@example.org
            2@2 Bob | bob@example.org
        "#,
    );
}

#[test]
fn an_unclosed_quote_costs_one_row() {
    check(
        "quote_unclosed_early.csv",
        r#"
            UTF-8 , "
            1@ ID | Name | City
            2@2 1 | "Ann,Oslo !quote_unclosed in Name
            3@3 2 | Bob, Jr. | Rome
            4@4 3 | Cy "C" | Bonn
            5@5 4 | Dee | New␊York
        "#,
    );
    check(
        "quote_unclosed_last.csv",
        r#"
            UTF-8 , "
            1@ ID | Name
            2@2 1 | Ann
            3@3 2 | "Bob !quote_unclosed in Name
            4@4 3 | Cy
        "#,
    );
}

#[test]
fn a_stray_quote_costs_one_row() {
    check(
        "quote_stray.csv",
        r#"
            UTF-8 , "
            1@ ID | Name | City
            2@2 1 | "Ann" B | Oslo !quote_stray in Name
            3@3 2 | 5" disk | Rome
            4@4 3 | "x "y" z" | Bonn !quote_stray in Name
            5@5 4 | Dee | Bern
        "#,
    );
}

#[test]
fn cells_may_span_lines() {
    check(
        "quote_multiline.csv",
        r#"
            UTF-8 , "
            1@ ID | Address | City
            2@2 1 | Road 1␍␊Flat 2 | Oslo
            3@4 2 | a␊␊b | Rome
            4@7 3 | c | Bonn
        "#,
    );
    check(
        "lone_cr.csv",
        r#"
            UTF-8 , "
            1@ ID | Name
            2@2 1 | Ann
            3@3 2 | B␍ob
            4@5 3 | Cy
        "#,
    );
}

#[test]
fn ragged_rows_are_named_unless_only_empty_cells_follow() {
    check(
        "ragged.csv",
        r#"
            UTF-8 , "
            1@ ID | Name | City
            2@2 1 | Ann !row_ragged expected=3 found=2
            3@3 2 | Bob | Rome |  |
            4@4 3 | Cy | Bonn | x !row_ragged expected=3 found=4
            5@5 4 | Dee | Bern
        "#,
    );
}

#[test]
fn blank_records_are_numbered_but_are_no_rows() {
    check(
        "blank_lines.csv",
        r#"
            UTF-8 , "
            2@ ID | Name
            4@4 1 | Ann
            8@8 2 | Bob
            blank 7
        "#,
    );
    check(
        "control_z_at_end.csv",
        r#"
            UTF-8 , "
            1@ ID | Name
            2@2 1 | Ann
            blank 1
        "#,
    );
}

#[test]
fn repeated_and_empty_headers_are_problems_of_the_file() {
    check(
        "header_repeated_and_empty.csv",
        r#"
            UTF-8 , "
            1@ ID | Name |  | name | ID
            2@2 1 | Ann | x | Bob | 2 |
            3@3 3 | Cy |  | Dee | 4
            header_empty number=3
            header_repeated in name first=2 number=4
            header_repeated in ID first=1 number=5
        "#,
    );
}

#[test]
fn files_without_a_table_are_refused() {
    check("empty.csv", "file_empty");
    check("only_blank_lines.csv", "file_empty");
    check(
        "header_only.csv",
        r#"
            UTF-8 , "
            1@ ID | Name
            file_header_only
        "#,
    );
    check("nuls.bin", "file_binary kind=unknown");
    check("old_workbook.csv", "file_xls");
    check("archive.csv", "file_zip kind=zip");
    check("workbook.csv", "file_workbook_broken");
    check("document.csv", "file_binary kind=pdf");
}
