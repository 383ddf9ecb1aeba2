//! Secret tokens: known to whoever holds them, kept only as a hash.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// 256 random bits, in hex.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A token of these bits.
    pub fn new(secret: [u8; 32]) -> Self {
        let mut text = String::with_capacity(64);
        for byte in secret {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }

    /// A token that someone sent. What is no token has a hash that no token has.
    pub fn received(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// To be handed out, once.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// To be kept. A plain hash is enough: nobody can try out 256 bits.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}
