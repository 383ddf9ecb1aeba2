//! The binary `muster`.

use clap::Parser;
use server::cli::Arguments;

fn main() -> anyhow::Result<()> {
    Arguments::parse().run()
}
