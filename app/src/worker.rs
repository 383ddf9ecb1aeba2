//! The worker: it holds the file, checks its rows and sends them; the page asks it for what is shown.
//!
//! [`client`] is the page's end of the wire, [`host`] the worker's. The page's binary must not reach
//! anything but [`client`] and [`messages`]: the rest brings decoding, checking and their tables along.

#[cfg(feature = "page")]
pub mod client;
mod failed;
pub mod findings;
pub mod host;
pub mod inspection;
pub mod messages;
mod reading;
mod sending;
mod turns;

#[cfg(test)]
mod tests;
