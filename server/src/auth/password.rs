//! Passwords, hashed with argon2id.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use thiserror::Error;

/// The fewest characters of a password.
const SHORTEST: usize = 10;

/// More could only serve to keep the server busy.
const LONGEST: usize = 1_000;

/// Why a password is not taken.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PasswordError {
    /// Too short.
    #[error("a password has at least {SHORTEST} characters, this one has {0}")]
    TooShort(usize),
    /// Too long.
    #[error("a password has at most {LONGEST} characters, this one has {0}")]
    TooLong(usize),
    /// It could not be hashed.
    #[error("the password could not be hashed")]
    Hash(#[from] argon2::password_hash::Error),
}

/// Hashes a new password; takes a while by design.
pub fn hash_password(password: &str) -> Result<String, PasswordError> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(PasswordError::TooShort(length));
    }
    if length > LONGEST {
        return Err(PasswordError::TooLong(length));
    }
    Ok(hasher().hash_password(password.as_bytes())?.to_string())
}

/// Whether a password is the one that was hashed; takes a while by design.
pub fn check_password(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        password.len() <= LONGEST * 4
            && hasher().verify_password(password.as_bytes(), &hash).is_ok()
    })
}

/// Takes as long as [`check_password`], so that nobody can tell by time which names exist.
pub fn verify_nobody(password: &str) {
    let of_nobody = "$argon2id$v=19$m=19456,t=2,p=1$bXVzdGVyLW5vYm9keQ$1SXSfJ1nLPV8SIVl7H4N5uKNmPJcbBmkfkKY6eTTk9A";
    check_password(password, of_nobody);
}

/// The parameters that OWASP recommends.
fn hasher() -> Argon2<'static> {
    let params = Params::new(19_456, 2, 1, None).unwrap_or(Params::DEFAULT);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_is_taken() {
        let hash = hash_password("correct horse").unwrap();
        assert!(check_password("correct horse", &hash));
        assert!(!check_password("correct hors", &hash));
        assert!(!check_password("correct horse", "no hash"));
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        let short = hash_password("123456789").unwrap_err();
        assert_eq!(
            short.to_string(),
            "a password has at least 10 characters, this one has 9"
        );
        assert!(hash_password(&"x".repeat(1_001)).is_err());
    }

    #[test]
    fn the_hash_of_nobody_is_a_hash() {
        assert!(PasswordHash::new("$argon2id$v=19$m=19456,t=2,p=1$bXVzdGVyLW5vYm9keQ$1SXSfJ1nLPV8SIVl7H4N5uKNmPJcbBmkfkKY6eTTk9A").is_ok());
    }
}
