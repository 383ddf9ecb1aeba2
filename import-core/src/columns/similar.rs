//! Names that are nearly known: a slip of the keyboard, or a known name with a word before it.

use strsim::osa_distance;

use super::names::{Known, Names, plain};

/// Fewer letters of a script with an alphabet are in too many words.
const LEAST_LETTERS: usize = 5;

/// What a name is similar to.
pub(super) enum Similar<'n> {
    /// A name of one field.
    One(&'n Known),
    /// Names of two fields alike.
    Several(&'n Known, &'n Known),
}

/// The known name that comes nearest, if one comes near.
pub(super) fn find<'n>(plain: &str, names: &'n Names) -> Option<Similar<'n>> {
    let length = plain.chars().count();
    let slips = match length {
        0..LEAST_LETTERS => 0,
        LEAST_LETTERS..8 => 1,
        _ => 2,
    };
    let mut best: Option<(usize, &Known)> = None;
    let mut other = None;
    for known in names.all().iter().filter(|known| !known.is_shared) {
        let Some(distance) = distance(plain, length, known, slips) else {
            continue;
        };
        match best {
            Some((least, first)) if least == distance => {
                // One name may stand for several fields; it means the first then.
                if first.field != known.field && first.plain != known.plain && other.is_none() {
                    other = Some(known);
                }
            }
            Some((least, _)) if least < distance => {}
            _ => {
                best = Some((distance, known));
                other = None;
            }
        }
    }
    let (_, first) = best?;
    Some(match other {
        Some(other) => Similar::Several(first, other),
        None => Similar::One(first),
    })
}

/// How far a name is from a known one; none where it is too far. A known name at the end counts more the more
/// of the name it is.
fn distance(plain: &str, length: usize, known: &Known, slips: usize) -> Option<usize> {
    let known_length = known.plain.chars().count();
    if slips > 0 && known_length >= LEAST_LETTERS && known_length.abs_diff(length) <= slips {
        let distance = osa_distance(plain, &known.plain);
        // Two letters at the end are no slip but another word: `Business` is no `Business ID`. Nor does a slip make the
        // first of them another one besides.
        let is_other = distance > 1
            && (plain.starts_with(&known.plain)
                || known.plain.starts_with(plain)
                || plain.chars().next() != known.plain.chars().next());
        if distance <= slips && !is_other {
            return Some(distance);
        }
    }
    let rest = plain.strip_suffix(known.plain.as_str())?;
    let is_long_enough =
        known_length >= LEAST_LETTERS || known_length >= 2 && is_ideographs(&known.plain);
    (is_long_enough && !rest.is_empty()).then(|| slips + length - known_length)
}

/// Whether a name is of a script where two characters are a word.
fn is_ideographs(plain: &str) -> bool {
    plain.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}'))
}

/// Whether two names of columns are so near that one may be the other's new spelling: the one is in the other, or
/// three letters of four are the same.
pub fn are_similar(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let (least, most) = (short.chars().count(), long.chars().count());
    let is_word = least >= 4 || least >= 2 && is_ideographs(&short);
    is_word && long.contains(&short) || most >= 4 && osa_distance(&short, &long) * 4 <= most
}

#[cfg(test)]
mod tests {
    use super::{Similar, are_similar, find};
    use crate::columns::Field;
    use crate::columns::names::{Names, plain};

    #[track_caller]
    fn check(header: &str, fields: &[Field]) {
        let names = Names::new();
        let found = match find(&plain(header), &names) {
            None => Vec::new(),
            Some(Similar::One(known)) => vec![known.field],
            Some(Similar::Several(one, other)) => vec![one.field, other.field],
        };
        assert_eq!(found, fields, "`{header}`");
    }

    #[test]
    fn a_slip_of_the_keyboard_is_seen_through() {
        check("Frist Name", &[Field::FirstName]);
        check("Emial", &[Field::WorkEmail]);
        check("Compny", &[Field::OrganizationName]);
        check("Mobil Phone Nr", &[]);
        check("Sity", &[]);
    }

    #[test]
    fn a_known_name_at_the_end_counts() {
        check("Customer Mobile Number", &[Field::CellPhone]);
        check("会员手机号", &[Field::CellPhone]);
        check("联系人电子邮箱", &[Field::WorkEmail]);
        check("Whatever", &[]);
    }

    #[test]
    fn what_is_as_near_to_two_names_is_either() {
        check("Phone 8", &[Field::WorkPhone, Field::CellPhone]);
        check("Phome 2", &[Field::CellPhone]);
    }

    #[test]
    fn a_new_spelling_of_a_name_is_similar() {
        for (one, other) in [
            ("Work Email", "work_e-mail"),
            ("Work Email", "Email"),
            ("Mobile", "Mobil"),
            ("手机", "手机号码"),
        ] {
            assert!(
                are_similar(one, other) && are_similar(other, one),
                "{one}, {other}"
            );
        }
        for (one, other) in [
            ("City", "Site"),
            ("ID", "Identity"),
            ("", "Name"),
            ("", ""),
            ("A", "A"),
        ] {
            assert!(!are_similar(one, other), "{one}, {other}");
        }
    }
}
