//! How the numbers of cells are shown: as numbers, as dates, with leading zeros.

use super::archive::Archive;
use super::xml::Node;
use crate::problem::Problem;

/// How many styles are kept.
const STYLES_LIMIT: usize = 1 << 16;

/// The day that the dates of a workbook are counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Epoch {
    /// Day 1 is 1 January 1900, and 1900 counts as a leap year, which it was not.
    #[default]
    Y1900,
    /// Day 0 is 1 January 1904, as on old Macintoshes.
    Y1904,
}

/// What a number means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Itself.
    Number,
    /// A day.
    Date,
    /// A day and a time.
    DateTime,
    /// A time of day, or how long something takes.
    Time,
    /// Digits in these places: `00000` for a postal code. `0` is a digit's place, everything else itself.
    Digits(String),
}

/// The styles of a workbook's cells.
#[derive(Debug, Default)]
pub(super) struct Styles {
    pub(super) epoch: Epoch,
    shapes: Vec<Shape>,
}

impl Styles {
    /// Reads them.
    pub(super) fn read(
        archive: &mut Archive<'_>,
        part: Option<&str>,
        epoch: Epoch,
    ) -> Result<Self, Problem> {
        let mut styles = Self {
            epoch,
            shapes: Vec::new(),
        };
        let xml = match part {
            Some(part) => archive.part(part)?,
            None => None,
        };
        let Some(mut xml) = xml else {
            return Ok(styles);
        };
        let mut formats: Vec<(u32, Shape)> = Vec::new();
        let mut is_within = false;
        loop {
            match xml.next()? {
                Node::Open(tag) if tag.is("numFmt") && formats.len() < STYLES_LIMIT => {
                    if let (Some(id), Some(code)) =
                        (tag.number("numFmtId"), tag.attribute("formatCode"))
                    {
                        formats.push((id, shape_of(&code)));
                    }
                }
                Node::Open(tag) if tag.is("cellXfs") => is_within = true,
                Node::Close(tag) if tag.is("cellXfs") => is_within = false,
                Node::Open(tag)
                    if is_within && tag.is("xf") && styles.shapes.len() < STYLES_LIMIT =>
                {
                    let id = tag.number("numFmtId").unwrap_or_default();
                    let own = formats.iter().find(|(of, _)| *of == id);
                    let shape = own.map_or_else(|| built_in(id), |(_, shape)| shape.clone());
                    styles.shapes.push(shape);
                }
                Node::End => return Ok(styles),
                _ => {}
            }
        }
    }

    /// What a number in a cell of this style means.
    pub(super) fn shape(&self, style: usize) -> &Shape {
        self.shapes.get(style).unwrap_or(&Shape::Number)
    }
}

/// The formats that workbooks name without writing them down.
fn built_in(id: u32) -> Shape {
    match id {
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shape::Date,
        22 => Shape::DateTime,
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Shape::Time,
        _ => Shape::Number,
    }
}

/// What a format makes of a number, by the first of its sections.
fn shape_of(code: &str) -> Shape {
    if code.eq_ignore_ascii_case("general") {
        return Shape::Number;
    }
    let (mut has_date, mut has_time) = (false, false);
    let (mut places, mut digits) = (String::new(), 0);
    let mut is_plain = true;
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' => break,
            '"' => places.extend(characters.by_ref().take_while(|&quoted| quoted != '"')),
            '\\' | '!' => places.extend(characters.next()),
            // A space as wide as the next character, or as many of it as fit.
            '_' | '*' => {
                characters.next();
            }
            '[' => {
                let inner: String = characters.by_ref().take_while(|&c| c != ']').collect();
                // `[h]` counts hours beyond a day; `[<=9999999]` is a condition, `[$-409]` a language.
                let is_elapsed = !inner.is_empty()
                    && inner
                        .chars()
                        .all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's'));
                has_time |= is_elapsed;
                is_plain &= !inner.starts_with(['<', '>', '=']);
            }
            'y' | 'Y' | 'd' | 'D' | 'g' | 'b' | 'B' => has_date = true,
            // With a sign it is an exponent, else a year of an era.
            'e' | 'E' => {
                let is_exponent = characters.as_str().starts_with(['+', '-']);
                has_date |= !is_exponent;
                is_plain = false;
            }
            'h' | 'H' | 's' | 'S' => has_time = true,
            '0' => {
                places.push('0');
                digits += 1;
            }
            ' ' | '-' | '(' | ')' | ':' => places.push(character),
            // `m` among them: months beside days and years, minutes beside hours and seconds.
            _ => is_plain = false,
        }
    }
    let has_month = !is_plain && code.to_ascii_lowercase().contains("mmm");
    match (has_date || (has_month && !has_time), has_time) {
        (true, true) => Shape::DateTime,
        (true, false) => Shape::Date,
        (false, true) => Shape::Time,
        (false, false) if is_plain && digits > 1 && is_only_places(code, digits) => {
            Shape::Digits(places)
        }
        (false, false) => Shape::Number,
    }
}

/// Whether the zeros of a format are all places of digits: a zero in quotes would be taken for one.
fn is_only_places(code: &str, digits: usize) -> bool {
    let first = code.split(';').next().unwrap_or_default();
    first.matches('0').count() == digits
}

#[cfg(test)]
mod tests {
    use super::{Shape, shape_of};

    #[test]
    fn formats_say_what_a_number_means() {
        for code in [
            "yyyy-mm-dd",
            "dd/mm/yyyy;@",
            "[$-409]d\\-mmm\\-yy;@",
            "mmm yy",
            "yyyy\"年\"m\"月\"d\"日\"",
            "[$-411]ge.m.d",
            "mmmm",
        ] {
            assert_eq!(shape_of(code), Shape::Date, "{code}");
        }
        for code in [
            "yyyy-mm-dd hh:mm:ss",
            "m/d/yy h:mm AM/PM",
            "[$-F400]d.m.yyyy h:mm",
        ] {
            assert_eq!(shape_of(code), Shape::DateTime, "{code}");
        }
        for code in ["h:mm", "[h]:mm:ss", "mm:ss.0", "[$-F400]h:mm:ss AM/PM"] {
            assert_eq!(shape_of(code), Shape::Time, "{code}");
        }
        for code in [
            "General",
            "0",
            "0.00",
            "#,##0",
            "0.00E+00",
            "0%",
            "@",
            "#,##0.00 \"days\"",
            "[Red]0.00",
            "_-* #,##0_-",
            "\"Day \"0",
            "[<=9999999]###-####;(###) ###-####",
            "# ?/?",
            "\"0\"0",
        ] {
            assert_eq!(shape_of(code), Shape::Number, "{code}");
        }
    }

    #[test]
    fn formats_of_places_are_kept() {
        let digits = |places: &str| Shape::Digits(places.to_owned());
        assert_eq!(shape_of("00000"), digits("00000"));
        assert_eq!(shape_of("00000\\-0000"), digits("00000-0000"));
        assert_eq!(shape_of("000\"-\"00\"-\"0000"), digits("000-00-0000"));
        assert_eq!(shape_of("[Blue]\"K\"0000;@"), digits("K0000"));
    }
}
