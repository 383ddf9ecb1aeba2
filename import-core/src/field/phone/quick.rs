//! Phone numbers in their commonest spellings, read without the library and many times faster.
//!
//! Whatever is not surely one of them is left to the library; what is read here, the library reads alike.

use super::plans::{Numbers, PLANS, Plan};

/// The longest number there is, with its trunk and `00`.
const MOST_DIGITS: usize = 18;

/// A number that was read.
#[derive(Debug)]
pub(super) struct Quick {
    plan: &'static Plan,
    numbers: &'static Numbers,
    digits: Digits,
    extension: Option<i64>,
    /// Where the national number begins in the digits.
    start: usize,
}

/// The digits of a cell.
#[derive(Debug)]
struct Digits {
    bytes: [u8; MOST_DIGITS],
    len: usize,
    has_plus: bool,
}

/// Reads a cell's text, national spellings in this region; None where the library has to decide.
pub(super) fn read(text: &str, region: &str) -> Option<Quick> {
    let (number, extension) = split_extension(text)?;
    let digits = Digits::of(number)?;
    let all = &digits.bytes[..digits.len];
    let (plan, start) = if digits.has_plus {
        international(all, 0)?
    } else if all.starts_with(b"00") {
        // Elsewhere `00` means something else than "a country follows".
        const REGIONS: &[&str] = &["US", "CA", "GB", "CN", "FR", "DE", "IN", "ES", "IT"];
        REGIONS.contains(&region).then(|| international(all, 2))??
    } else {
        let plan = PLANS.iter().find(|plan| plan.regions.contains(&region))?;
        let trunk = plan.trunk.as_bytes();
        (
            plan,
            if all.starts_with(trunk) {
                trunk.len()
            } else {
                0
            },
        )
    };
    let numbers = plan.numbers(&all[start..])?;
    Some(Quick {
        plan,
        numbers,
        digits,
        extension,
        start,
    })
}

/// A number and the short extension behind it, which `x` or `ext` announces.
fn split_extension(text: &str) -> Option<(&str, Option<i64>)> {
    if !text.as_bytes().contains(&b'x') {
        return Some((text, None));
    }
    let mut words = ["ext.", "ext", "x"].into_iter();
    let (number, extension) = words.find_map(|word| text.rsplit_once(word))?;
    let extension = extension.strip_prefix(' ').unwrap_or(extension);
    let is_short =
        (1..=6).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_digit());
    is_short.then_some((number, Some(extension.parse().ok()?)))
}

/// The plan of a number whose calling code begins here, and where its national number begins.
fn international(all: &[u8], start: usize) -> Option<(&'static Plan, usize)> {
    let rest = all.get(start..)?;
    let plan = PLANS
        .iter()
        .find(|plan| rest.starts_with(plan.calling_code.as_bytes()))?;
    let start = start + plan.calling_code.len();
    // `+44 (0)20` is common, `+1 1` is not.
    let has_trunk = plan.trunk == "0" && all.get(start) == Some(&b'0');
    Some((plan, start + usize::from(has_trunk)))
}

impl Digits {
    /// The digits of a text that has nothing else but a plus before them and punctuation between.
    fn of(text: &str) -> Option<Self> {
        let mut digits = Self {
            bytes: [0; MOST_DIGITS],
            len: 0,
            has_plus: false,
        };
        for byte in text.bytes() {
            match byte {
                b'0'..=b'9' => {
                    *digits.bytes.get_mut(digits.len)? = byte;
                    digits.len += 1;
                }
                b'+' if digits.len == 0 && !digits.has_plus => digits.has_plus = true,
                b' ' | b'-' | b'.' | b'(' | b')' => {}
                _ => return None,
            }
        }
        Some(digits)
    }
}

impl Plan {
    fn numbers(&self, national: &[u8]) -> Option<&Numbers> {
        // North American exchanges begin with 2 to 9; what the library makes of others is its own matter.
        let has_exchange = self.calling_code != "1" || *national.get(3)? >= b'2';
        has_exchange.then_some(())?;
        let mut beginning = 0;
        for digit in national.get(..5)? {
            beginning = beginning * 10 + u32::from(digit - b'0');
        }
        self.numbers.iter().find(|numbers| {
            let before = numbers
                .beginnings
                .partition_point(|&(_, last)| last < beginning);
            numbers.digits == national.len()
                && numbers
                    .beginnings
                    .get(before)
                    .is_some_and(|&(first, _)| first <= beginning)
        })
    }
}

impl Quick {
    fn national(&self) -> impl Iterator<Item = char> {
        self.digits.bytes[self.start..self.digits.len]
            .iter()
            .copied()
            .map(char::from)
    }

    /// The spelling for people, such as `+1 415-555-0102`.
    pub(super) fn international(&self) -> String {
        let shape = self.numbers.shape;
        let mut text = String::with_capacity(self.plan.calling_code.len() + shape.len() + 2);
        text.push('+');
        text.push_str(self.plan.calling_code);
        text.push(' ');
        let mut digits = self.national();
        text.extend(shape.chars().map_while(|place| match place {
            '#' => digits.next(),
            between => Some(between),
        }));
        text
    }

    /// The key, such as `+14155550102`.
    pub(super) fn e164(&self) -> String {
        let mut text =
            String::with_capacity(self.plan.calling_code.len() + self.numbers.digits + 1);
        text.push('+');
        text.push_str(self.plan.calling_code);
        text.extend(self.national());
        text
    }

    /// What is dialled once the call is answered.
    pub(super) fn extension(&self) -> Option<i64> {
        self.extension
    }

    /// The region of the number.
    pub(super) fn region(&self) -> &'static str {
        self.numbers.region
    }
}
