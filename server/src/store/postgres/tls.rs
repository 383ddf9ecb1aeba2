//! Encrypted connections: what `sslmode` and `sslrootcert` in an address ask for.
//!
//! They mean what they mean to every client of `PostgreSQL`. The driver knows neither `verify-full` nor
//! `sslrootcert`, so both are taken out of the address here.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::OpenError;

type Result<T> = std::result::Result<T, OpenError>;

/// What an address asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Encryption {
    /// The address without it.
    pub(super) url: String,
    mode: Mode,
    /// A file of certificates that are trusted instead of those of the system.
    roots: Option<PathBuf>,
}

/// Whether a connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// It is not.
    Disable,
    /// It is where the server can.
    Prefer,
    /// It is, with whatever certificate.
    Require,
    /// It is, with a certificate for the host's name that someone trusted signed.
    VerifyFull,
}

impl Encryption {
    /// Reads it from an address.
    pub(super) fn of(url: &str) -> Result<Self> {
        let (mut mode, mut roots) = (Mode::Prefer, None);
        let Some((base, query)) = url.split_once('?') else {
            let url = url.to_owned();
            return Ok(Self { url, mode, roots });
        };
        let mut rest = Vec::new();
        for part in query.split('&') {
            match form_urlencoded::parse(part.as_bytes()).next() {
                Some((name, value)) if name == "sslmode" => mode = Mode::named(&value)?,
                Some((name, value)) if name == "sslrootcert" => {
                    roots = Some(PathBuf::from(&*value));
                }
                _ => rest.push(part),
            }
        }
        let url = format!("{base}?{}", rest.join("&"));
        Ok(Self { url, mode, roots })
    }

    /// Tells the driver, and answers how it encrypts.
    pub(super) fn apply(&self, config: &mut Config) -> Result<MakeRustlsConnect> {
        // A socket of this machine is never encrypted, whatever is asked for.
        let is_local = |host: &Host| !matches!(host, Host::Tcp(_));
        let hosts = config.get_hosts();
        let all_local = !hosts.is_empty() && hosts.iter().all(is_local);
        let mode = if all_local { Mode::Disable } else { self.mode };
        config.ssl_mode(match mode {
            Mode::Disable => SslMode::Disable,
            Mode::Prefer => SslMode::Prefer,
            Mode::Require | Mode::VerifyFull => SslMode::Require,
        });
        let provider = Arc::new(ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| OpenError::Encryption(error.to_string()))?;
        let config = if mode == Mode::VerifyFull {
            builder
                .with_root_certificates(roots(self.roots.as_deref())?)
                .with_no_client_auth()
        } else {
            builder
                .dangerous()
                .with_custom_certificate_verifier(Arc::new(Anyone(provider)))
                .with_no_client_auth()
        };
        Ok(MakeRustlsConnect::new(config))
    }
}

impl Mode {
    fn named(name: &str) -> Result<Self> {
        match name {
            "disable" => Ok(Self::Disable),
            "prefer" => Ok(Self::Prefer),
            "require" => Ok(Self::Require),
            "verify-full" => Ok(Self::VerifyFull),
            _ => Err(OpenError::Encryption(
                "`sslmode` in the address of the database is not `disable`, `prefer`, `require` or `verify-full`"
                    .to_owned(),
            )),
        }
    }
}

/// Whom to trust.
fn roots(file: Option<&Path>) -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    let Some(path) = file else {
        let found = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(found.certs);
        if roots.is_empty() {
            return Err(OpenError::Encryption(
                "this system has no certificates to trust; name a file of them with `sslrootcert` in the address \
                 of the database"
                    .to_owned(),
            ));
        }
        return Ok(roots);
    };
    let refused = |error: &dyn std::fmt::Display| {
        OpenError::Encryption(format!(
            "could not read the certificates in `{}`, which `sslrootcert` names: {error}",
            path.display()
        ))
    };
    for certificate in CertificateDer::pem_file_iter(path).map_err(|error| refused(&error))? {
        let certificate = certificate.map_err(|error| refused(&error))?;
        roots.add(certificate).map_err(|error| refused(&error))?;
    }
    if roots.is_empty() {
        return Err(refused(&"there is none"));
    }
    Ok(roots)
}

/// Takes every certificate: who listens in learns nothing, but the server may be another than one thinks.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_how_a_connection_is_encrypted() {
        let check = |url: &str, rest: &str, mode: Mode, roots: Option<&str>| {
            let expected = Encryption {
                url: rest.to_owned(),
                mode,
                roots: roots.map(PathBuf::from),
            };
            assert_eq!(Encryption::of(url).unwrap(), expected, "{url}");
        };
        let plain = "postgres://ada:s3cret@db/x";
        check(plain, plain, Mode::Prefer, None);
        check(
            "postgres://db/x?sslmode=verify-full&user=ada&sslrootcert=/etc/ca%20s.pem",
            "postgres://db/x?user=ada",
            Mode::VerifyFull,
            Some("/etc/ca s.pem"),
        );
        check(
            "postgres://db/x?sslmode=disable",
            "postgres://db/x?",
            Mode::Disable,
            None,
        );
        let error = Encryption::of("postgres://ada:s3cret@db/x?sslmode=s3cret").unwrap_err();
        assert!(!error.to_string().contains("s3cret"));
    }
}
