//! Values of each type, from cells and from JSON.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::schema::{Bounds, FieldOption};

fn field(kind: CoreType) -> CustomField {
    let option = |value: &str, title: &str, retired| FieldOption {
        value: value.to_owned(),
        title: title.to_owned(),
        retired,
    };
    CustomField {
        key: format!("x_{}", kind.name()),
        title: "X".to_owned(),
        description: String::new(),
        kind,
        bounds: kind.bounds(),
        items: kind.items(),
        options: vec![
            option("gold", "Gold class", false),
            option("silver", "Silver", false),
            option("tin", "Tin", true),
        ],
        retired: false,
    }
}

#[track_caller]
fn check(kind: CoreType, found: &str, expected: Result<Json, Code>) {
    let read = read_text(&field(kind), found, None);
    let read = read.map_err(|fault| fault.code);
    assert_eq!(read, expected.map(Some), "`{found}`");
}

#[test]
fn each_type_has_its_reader() {
    check(CoreType::Text, " a b ", Ok(json!("a b")));
    check(CoreType::LongText, "a\nb", Ok(json!("a\nb")));
    check(CoreType::Url, "https://x.org", Ok(json!("https://x.org")));
    check(CoreType::Url, "x.org", Err(Code::UrlInvalid));
    check(CoreType::Identifier, "0042", Ok(json!("0042")));
    check(CoreType::Identifier, "4.47E+11", Err(Code::ValueMangled));
    check(CoreType::Enum, "GOLD", Ok(json!("gold")));
    check(CoreType::Enum, "gold class", Ok(json!("gold")));
    check(CoreType::Enum, "bronze", Err(Code::OptionUnknown));
    check(CoreType::Enum, "tin", Err(Code::OptionUnknown));
    check(CoreType::Date, "2026-3-4", Ok(json!("2026-03-04")));
    check(CoreType::Date, "4.3.2026", Err(Code::DateInvalid));
    let moment = json!("2026-03-04T05:06:00.000Z");
    check(CoreType::DateTime, "2026-03-04 07:06+02:00", Ok(moment));
    check(CoreType::DateTime, "2026-03-04", Err(Code::DateTimeInvalid));
    check(CoreType::Integer, "-7", Ok(json!(-7)));
    check(CoreType::Integer, "7.5", Err(Code::IntegerInvalid));
    check(CoreType::Number, "7.50", Ok(json!(7.5)));
    check(CoreType::Number, "3.0", Ok(json!(3)));
    check(CoreType::Number, "many", Err(Code::NumberInvalid));
    check(CoreType::Checkbox, "是", Ok(json!(true)));
    check(CoreType::Checkbox, "perhaps", Err(Code::BoolInvalid));
    check(CoreType::Tag, "a; b;a", Ok(json!(["a", "b"])));
}

#[test]
fn limits_are_those_of_the_type() {
    for (kind, limit) in [
        (CoreType::Text, 100),
        (CoreType::LongText, 1000),
        (CoreType::Identifier, 100),
        (CoreType::Tag, 100),
    ] {
        let value = "中".repeat(limit);
        assert!(read_text(&field(kind), &value, None).is_ok());
        check(kind, &format!("{value}x"), Err(Code::ValueTooLong));
    }
    let address = format!("https://x.org/{}", "a".repeat(187));
    check(CoreType::Url, &address, Err(Code::ValueTooLong));
    check(
        CoreType::Tag,
        "1;2;3;4;5;6;7;8;9;10;11",
        Err(Code::TagCountInvalid),
    );
    check(
        CoreType::Integer,
        "9007199254740992",
        Err(Code::NumberOutOfRange),
    );
    check(
        CoreType::Number,
        "9007199254740993.5",
        Err(Code::NumberOutOfRange),
    );
}

#[test]
fn a_field_narrows_the_limits() {
    let narrow = |kind: CoreType, min, max| CustomField {
        bounds: Bounds { min, max },
        ..field(kind)
    };
    let code = |field: &CustomField, found: &str| {
        let read = read_text(field, found, None);
        read.err().map(|fault| fault.code)
    };
    let text = narrow(CoreType::Text, 2, 3);
    assert_eq!(code(&text, "é"), Some(Code::ValueTooShort));
    assert_eq!(code(&text, "éé"), None);
    assert_eq!(code(&text, "abcd"), Some(Code::ValueTooLong));
    let number = narrow(CoreType::Number, 0, 5);
    assert_eq!(code(&number, "-0.1"), Some(Code::NumberOutOfRange));
    assert_eq!(code(&number, "5.0"), None);
}

#[test]
fn columns_are_read_in_their_format() {
    let read = |kind, found: &str, format| read_text(&field(kind), found, Some(format));
    let german = ValueFormat::CommaDecimal;
    assert_eq!(
        read(CoreType::Number, "1.234,5", german),
        Ok(Some(json!(1234.5)))
    );
    assert_eq!(
        read(CoreType::Integer, "1.234", german),
        Ok(Some(json!(1234)))
    );
    let date = read(CoreType::Date, "04/03/2026", ValueFormat::DayMonthYear);
    assert_eq!(date, Ok(Some(json!("2026-03-04"))));
    let date = read(CoreType::Date, "04/03/2026", ValueFormat::MonthDayYear);
    assert_eq!(date, Ok(Some(json!("2026-04-03"))));
}

#[test]
fn json_has_to_be_of_the_type() {
    let read = |kind, found: Json| read_json(&field(kind), &found);
    assert_eq!(read(CoreType::Text, json!(7)), Err(Wrong::Type("a string")));
    assert_eq!(
        read(CoreType::Checkbox, json!("yes")),
        Err(Wrong::Type("`true` or `false`"))
    );
    assert_eq!(
        read(CoreType::Integer, json!(7.5)),
        Err(Wrong::Type("a whole number"))
    );
    assert_eq!(
        read(CoreType::Number, json!("7")),
        Err(Wrong::Type("a number"))
    );
    assert_eq!(
        read(CoreType::Tag, json!(["a", 1])),
        Err(Wrong::Type("a list of strings"))
    );
    assert_eq!(read(CoreType::Tag, json!([" ", ""])), Ok(None));
    assert_eq!(
        read(CoreType::Tag, json!(["a", " a"])),
        Ok(Some(json!(["a"])))
    );
    assert_eq!(read(CoreType::Number, json!(3.0)), Ok(Some(json!(3))));
    let too_large = read(CoreType::Number, json!(1e300)).unwrap_err();
    assert!(matches!(too_large, Wrong::Value(fault) if fault.code == Code::NumberOutOfRange));
}

proptest! {
    #[test]
    fn no_text_makes_any_type_panic_and_empty_text_has_no_value(found in any::<String>()) {
        for &kind in CoreType::ALL {
            let read = read_text(&field(kind), &found, None);
            if text::trim(&found).is_empty() {
                prop_assert_eq!(read, Ok(None));
            }
        }
    }

    /// What a record holds can be sent back.
    #[test]
    fn a_value_that_was_read_is_read_alike_again(
        found in "[ -~\u{e0}-\u{ff};]{0,30}|-?[0-9]{1,14}(\\.[0-9]{1,3})?|20[0-9]{2}-[01][0-9]-[0-3][0-9]( [0-2][0-9]:[0-5][0-9])?",
    ) {
        for &kind in CoreType::ALL {
            if let Ok(Some(value)) = read_text(&field(kind), &found, None) {
                prop_assert_eq!(read_json(&field(kind), &value), Ok(Some(value)));
            }
        }
    }
}
