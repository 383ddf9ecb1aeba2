//! The worker: it holds the file, checks its rows and sends them; the page asks it for what is shown.
//!
//! [`client`] is the page's end of the wire, [`host`] the worker's. The page's binary must not reach
//! anything but [`client`] and [`messages`]: the rest brings decoding, checking and their tables along.

mod checking;
#[cfg(feature = "page")]
pub mod client;
mod crew;
mod failed;
pub mod findings;
mod fixing;
pub mod grid;
pub mod groups;
pub mod host;
pub mod inspection;
mod looking;
pub mod messages;
mod opening;
mod reading;
#[cfg(test)]
mod samples;
pub mod search;
mod sending;
mod turns;
mod warming;

#[cfg(test)]
mod tests;
