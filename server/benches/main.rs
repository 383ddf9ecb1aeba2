//! The server's budgets, each against bare `SQLite` in the same run, and the generator of bench files.
//!
//! `cargo bench -p server -- generate ROWS PATH` writes a file; without arguments the benches run:
//! one line each, and all of them in `target/bench-server.json`. `first ROWS` runs only those of a file's first import
//! on `SQLite`, `again ROWS` those of a second one, `server ROWS` those of a running server;
//! `divisions SERVERS DIVISIONS ROWS` lets many divisions import at once.

#![expect(clippy::print_stdout, reason = "it is what a bench is for")]
#![expect(
    clippy::cast_precision_loss,
    reason = "seconds and rows are far below 2^53"
)]

mod bare;
#[expect(
    clippy::unwrap_used,
    reason = "it is the tests', where a failure ends the run"
)]
#[path = "../tests/cluster.rs"]
mod cluster;
mod contacts;
mod divisions;
mod import;
mod served;
mod server;

use std::error::Error;
use std::fs::File;
use std::path::Path;

use self::contacts::Shape;
use self::import::Bench;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Runs of each measurement; the median counts.
const RUNS: usize = 3;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["generate", rows, path] => {
            let shape = Shape {
                rows: rows.parse()?,
                messy: true,
                edition: 0,
            };
            contacts::write(shape, File::create(path)?)?;
            Ok(())
        }
        ["divisions", servers, divisions, rows] => {
            divisions::run(servers.parse()?, divisions.parse()?, rows.parse()?)
        }
        ["first", rows] => write_lines(&first(rows.parse()?)?),
        ["again", rows] => write_lines(&again(rows.parse()?)?),
        ["server", rows] => write_lines(&server::run(rows.parse()?, RUNS)?),
        [] => run(1_000_000),
        [rows] => run(rows.parse()?),
        _ => Err("expected nothing, a number of rows, or `generate ROWS PATH`".into()),
    }
}

fn run(rows: u64) -> Result<()> {
    let mut lines = first(rows)?;
    lines.extend(again(rows)?);
    lines.extend(server::run(rows, RUNS)?);
    write_lines(&lines)
}

/// The lines of `S1`, `S4` and `S6`.
fn first(rows: u64) -> Result<Vec<Line>> {
    let messy = |rows| Shape {
        rows,
        messy: true,
        edition: 0,
    };
    let (mut dry, mut real, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let bench = Bench::new()?;
        let file = bench.stage(messy(rows))?;
        dry.push(bench.dry_run(&file)?);
        real.push(bench.import(&file)?);
        bare.push(bare::insert(&bare::read(bench.database())?)?);
    }
    let tenth = rows / 10;
    let mut small = Vec::new();
    for _ in 0..RUNS {
        let bench = Bench::new()?;
        small.push(bench.import(&bench.stage(messy(tenth))?)?);
    }
    let per_million = |seconds: f64, rows: u64| seconds * 1_000_000.0 / rows as f64;
    let real = median(real);
    Ok(vec![
        Line::new(
            "S1",
            "import new rows / bare SQLite",
            "s",
            real,
            median(bare),
            1.5,
        ),
        Line::new("S4", "dry run / import", "s", median(dry), real, 0.8),
        Line::new(
            "S6",
            "a row of all / a row of a tenth",
            "s",
            per_million(real, rows),
            per_million(median(small), tenth),
            1.3,
        ),
    ])
}

/// The lines of `S2` and `S3`.
fn again(rows: u64) -> Result<Vec<Line>> {
    let clean = |edition| Shape {
        rows,
        messy: false,
        edition,
    };
    let (mut first, mut same) = (Vec::new(), Vec::new());
    let (mut changed, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let bench = Bench::new()?;
        let file = bench.stage(clean(0))?;
        first.push(bench.import(&file)?);
        same.push(bench.import(&file)?);
        let before = bare::read(bench.database())?;
        changed.push(bench.import(&bench.stage(clean(1))?)?);
        bare.push(bare::update(&before, &bare::read(bench.database())?)?);
    }
    Ok(vec![
        Line::new(
            "S2",
            "import again, unchanged / first import",
            "s",
            median(same),
            median(first),
            0.7,
        ),
        Line::new(
            "S3",
            "import again, all changed / bare SQLite update",
            "s",
            median(changed),
            median(bare),
            1.5,
        ),
    ])
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

/// One budget.
struct Line {
    id: &'static str,
    name: String,
    unit: &'static str,
    ours: f64,
    reference: f64,
    budget: f64,
}

impl Line {
    fn new(
        id: &'static str,
        name: &str,
        unit: &'static str,
        ours: f64,
        reference: f64,
        budget: f64,
    ) -> Self {
        let line = Self {
            id,
            name: name.to_owned(),
            unit,
            ours,
            reference,
            budget,
        };
        println!(
            "{id} {name}: {ours:.2} {unit} / {reference:.2} {unit} = {:.2} (budget {budget}{})",
            line.ratio(),
            if line.is_met() { "" } else { ", missed" }
        );
        line
    }

    fn ratio(&self) -> f64 {
        self.ours / self.reference
    }

    fn is_met(&self) -> bool {
        self.ratio() <= self.budget
    }
}

fn write_lines(lines: &[Line]) -> Result<()> {
    let lines: Vec<_> = lines
        .iter()
        .map(|line| {
            serde_json::json!({
                "id": line.id, "name": line.name, "ours": line.ours, "reference": line.reference,
                "unit": line.unit, "ratio": line.ratio(), "budget": line.budget, "met": line.is_met(),
            })
        })
        .collect();
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    std::fs::create_dir_all(&target)?;
    serde_json::to_writer_pretty(File::create(target.join("bench-server.json"))?, &lines)?;
    Ok(())
}
