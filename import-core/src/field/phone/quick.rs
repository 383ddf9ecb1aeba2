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
    let digits = Digits::of(text)?;
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
        start,
    })
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
        let mut beginning = 0;
        for digit in national.get(..4)? {
            beginning = beginning * 10 + u16::from(digit - b'0');
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

    /// The region of the number.
    pub(super) fn region(&self) -> &'static str {
        self.numbers.region
    }
}
