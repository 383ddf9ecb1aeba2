//! The commands of the binary.

use std::process::{Command, Output};

mod access;
mod copy;
mod migrate;

/// What a command says and how it ends.
fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.args(arguments).output().unwrap()
}

/// What a command says that succeeds.
#[track_caller]
fn succeed(arguments: &[&str]) -> String {
    let output = run(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    said
}

/// What a command says that fails.
#[track_caller]
fn fail(arguments: &[&str]) -> String {
    let output = run(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{said}");
    said
}
