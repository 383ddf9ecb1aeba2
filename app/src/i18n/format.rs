//! Numbers, dates, sizes and names of places, spelled by the browser for the current language.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::{current, t_count, t_with};

/// A whole number with its groups.
pub fn number(value: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 rows")]
    let value = value as f64;
    spell(value, &[])
}

/// A share of 0 to 1 as a percentage; a part that is not yet everything is never shown as 100 %.
pub fn percent(share: f64) -> String {
    let share = if share < 1.0 { share.min(0.99) } else { 1.0 };
    spell(share, &[("style", "percent".into())])
}

/// A size in the largest unit that it has one of.
pub fn bytes(size: f64) -> String {
    const UNITS: [&str; 4] = ["byte", "kilobyte", "megabyte", "gigabyte"];
    let mut unit = 0;
    let mut value = size;
    while value >= 1000.0 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    let digits = i32::from(unit > 0 && value < 10.0);
    // The short form of bytes is "162 byte" in English.
    let display = if unit == 0 { "long" } else { "short" };
    spell(
        value,
        &[
            ("style", "unit".into()),
            ("unit", UNITS[unit].into()),
            ("unitDisplay", display.into()),
            ("maximumFractionDigits", digits.into()),
        ],
    )
}

/// A length of time, roughly: `40 seconds`, `3 minutes`.
pub fn duration(seconds: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rounded up and not negative"
    )]
    let whole = seconds.max(1.0).ceil() as u64;
    match whole {
        0..=90 => t_count("time.seconds", whole),
        91..=5400 => t_count("time.minutes", whole.div_ceil(60)),
        _ => t_with(
            "time.hours",
            &[
                ("hours", &number(whole / 3600)),
                ("minutes", &number(whole % 3600 / 60)),
            ],
        ),
    }
}

/// A point in time (RFC 3339), in the reader's zone; the text itself where it is none.
pub fn date_time(text: &str) -> String {
    let date = Date::new(&text.into());
    if date.get_time().is_nan() {
        return text.to_owned();
    }
    let options = object(&[
        ("dateStyle", "medium".into()),
        ("timeStyle", "short".into()),
    ]);
    date.to_locale_string(current().tag(), &options).into()
}

/// The name of an ISO 3166 region; its code where the browser has none.
pub fn region_name(code: &str) -> String {
    display_name("region", code)
}

/// The name of a language.
pub fn language_name(tag: &str) -> String {
    display_name("language", tag)
}

fn display_name(kind: &str, code: &str) -> String {
    let options = object(&[("type", kind.into())]);
    let name =
        constructor("DisplayNames", &options).and_then(|names| call(&names, "of", &code.into()));
    name.and_then(|name| name.as_string())
        .unwrap_or_else(|| code.to_owned())
}

fn spell(value: f64, options: &[(&str, JsValue)]) -> String {
    let format = Intl::NumberFormat::new(&locales(), &object(options)).format();
    format
        .call1(&JsValue::UNDEFINED, &value.into())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn locales() -> Array {
    Array::of1(&current().tag().into())
}

fn object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

/// `new Intl[name](locales, options)`, for what js-sys does not know.
fn constructor(name: &str, options: &Object) -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class = Reflect::get(&intl, &name.into()).ok()?;
    let arguments = Array::of2(&locales(), options);
    Reflect::construct(class.dyn_ref::<Function>()?, &arguments).ok()
}

fn call(object: &JsValue, method: &str, argument: &JsValue) -> Option<JsValue> {
    let function = Reflect::get(object, &method.into()).ok()?;
    function.dyn_ref::<Function>()?.call1(object, argument).ok()
}
