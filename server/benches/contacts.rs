//! The bench data: a seeded generator of contact files. The same arguments give the same bytes.

use std::io::{self, Write};

/// The columns of a bench file, by the names that every import knows.
pub(crate) const HEADER: &str = "External ID,First Name,Last Name,Title,Work Email,Personal Email,Work Phone,Cell Phone,\
Address 1,City,Postal Code,Country Code,External Organization External ID,External Organization Name";

const NAMES: [&str; 24] = [
    "Ann",
    "Bao",
    "Chloé",
    "Dmitri",
    "Élise",
    "Fatima",
    "Giulia",
    "Hiroshi",
    "Ingrid",
    "José",
    "Käthe",
    "Liu",
    "Małgorzata",
    "Nguyễn",
    "Óscar",
    "Priya",
    "小明",
    "秀英",
    "Søren",
    "Tariq",
    "Юлия",
    "Αλέξης",
    "김민준",
    "Zoë",
];
const TITLES: [&str; 6] = [
    "Engineer",
    "Head of Sales",
    "CTO",
    "Buyer, \"EMEA\"",
    "经理",
    "Account Manager",
];
const CITIES: [&str; 8] = [
    "Berlin",
    "San José",
    "London",
    "北京",
    "Zürich",
    "Łódź",
    "Austin, TX",
    "Kraków",
];

/// What kind of file.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Data rows.
    pub(crate) rows: u64,
    /// Whether 5 in 100 rows repeat an identifier of an earlier row and 1 in 100 has a bad value.
    pub(crate) messy: bool,
    /// Written into every title, so that a second file changes every contact of the first.
    pub(crate) edition: u32,
}

/// Writes a file: 14 columns, about 140 bytes a row, one cell in ten quoted, several scripts.
pub(crate) fn write(shape: Shape, out: impl Write) -> io::Result<()> {
    let mut out = io::BufWriter::with_capacity(1 << 20, out);
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    writeln!(out, "{HEADER}")?;
    for row in 0..shape.rows {
        write_row(row, shape, &mut dice, &mut out)?;
    }
    out.flush()
}

fn write_row(row: u64, shape: Shape, dice: &mut Dice, out: &mut impl Write) -> io::Result<()> {
    let bad = dice.below(100) == 0 && shape.messy;
    // The identifiers of a repeating row are those of an earlier one.
    let repeats = dice.below(100) < 5 && row > 0;
    let earlier = dice.below(row.max(1));
    let person = if repeats && shape.messy { earlier } else { row };

    let name = NAMES[dice.pick(NAMES.len())];
    let family = NAMES[dice.pick(NAMES.len())];
    let title = TITLES[dice.pick(TITLES.len())];
    let title = if shape.edition == 0 {
        title.to_owned()
    } else {
        format!("{title} {}", shape.edition)
    };
    let email = if bad {
        format!("person{person}@")
    } else {
        format!("person{person}@company{}.example", person % 5000)
    };
    let personal = if dice.below(100) < 40 {
        format!("p{person}@mail{}.example", person % 97)
    } else {
        String::new()
    };
    let work_phone = if dice.below(100) < 60 {
        work_phone(person, dice)
    } else {
        String::new()
    };
    let cell_phone = if dice.below(100) < 30 {
        cell_phone(person, dice)
    } else {
        String::new()
    };
    let company = person % 50_000;
    write!(out, "C-{person:08},{name},{family},")?;
    quoted(out, &title)?;
    write!(out, ",{email},{personal},{work_phone},{cell_phone},")?;
    quoted(
        out,
        &format!(
            "{} Main Street{}",
            dice.below(9999),
            if dice.below(5) == 0 { ", Floor 2" } else { "" }
        ),
    )?;
    out.write_all(b",")?;
    quoted(out, CITIES[dice.pick(CITIES.len())])?;
    writeln!(
        out,
        ",{:05},US,O-{company:06},Company {company}",
        dice.below(100_000)
    )
}

/// A North American number in one of the spellings that people use; `n` decides the digits.
fn work_phone(n: u64, dice: &mut Dice) -> String {
    let (exchange, line) = (200 + n / 10_000 % 700, n % 10_000);
    let area = [212, 415, 512, 617, 702][(n / 7_000_000 % 5) as usize];
    match dice.below(5) {
        0 => format!("({area}) {exchange}-{line:04}"),
        1 => format!("{area}-{exchange}-{line:04}"),
        2 => format!("+1 {area} {exchange} {line:04}"),
        3 => format!("{area}.{exchange}.{line:04}"),
        _ => format!("+1{area}{exchange}{line:04}"),
    }
}

/// A mobile number of several countries.
fn cell_phone(n: u64, dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => format!("+44 7400 {:06}", n % 1_000_000),
        1 => format!("+49 1512 {:07}", n % 10_000_000),
        2 => format!("+86 138 {:04} {:04}", n / 10_000 % 10_000, n % 10_000),
        _ => format!("+1 303 {} {:04}", 200 + n / 10_000 % 700, n % 10_000),
    }
}

fn quoted(out: &mut impl Write, text: &str) -> io::Result<()> {
    if text.contains([',', '"']) {
        write!(out, "\"{}\"", text.replace('"', "\"\""))
    } else {
        out.write_all(text.as_bytes())
    }
}

/// `SplitMix64` (Steele, Lea, Flood 2014): small, seeded, good enough for data.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn pick(&mut self, length: usize) -> usize {
        usize::try_from(self.next() % length as u64).unwrap_or_default()
    }
}
