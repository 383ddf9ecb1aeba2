//! The binary `muster`.

use std::process::ExitCode;

use clap::Parser;
use server::cli::Arguments;

fn main() -> ExitCode {
    match Arguments::parse().run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // With its causes, without a trace: it is for the person at the prompt.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
