//! Where a URL is sent: scheme, host and port.

/// Scheme, host and port of an absolute URL, as they are spelled there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin<'a> {
    pub(super) scheme: &'a str,
    pub(super) host: &'a str,
    pub(super) port: u16,
}

/// The schemes and their default ports.
const SCHEMES: &[(&str, u16)] = &[("https", 443), ("http", 80)];

impl<'a> Origin<'a> {
    /// Reads the start of a URL, and refuses whatever two programs might read in two ways: the
    /// reason why is told.
    pub(super) fn of(url: &'a str) -> Result<Self, &'static str> {
        if url.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err("white space and control characters cannot stand in a URL");
        }
        if url.contains('\\') {
            return Err("some programs read its backslash as a slash");
        }
        let (scheme, rest) = url.split_once("://").ok_or("it does not start with `https://`")?;
        let known = SCHEMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(scheme));
        let (_, default_port) = *known.ok_or("it does not start with `https://`")?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.contains('@') {
            return Err("what stands before an `@` is no host");
        }
        let (host, port) = split_port(authority)?;
        Ok(Self { scheme, host, port: port.unwrap_or(default_port) })
    }

    /// Which part of another origin differs, with its value here and there.
    pub(super) fn difference(&self, other: &Origin<'_>) -> Option<(&'static str, String, String)> {
        let text = |part, ours: &str, theirs: &str| {
            let differs = !ours.eq_ignore_ascii_case(theirs);
            differs.then(|| (part, ours.to_owned(), theirs.to_owned()))
        };
        text("scheme", self.scheme, other.scheme)
            .or_else(|| text("host", self.host, other.host))
            .or_else(|| text("port", &self.port.to_string(), &other.port.to_string()))
    }
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), &'static str> {
    let (host, port) = match authority.rfind(':') {
        Some(colon) if !authority.ends_with(']') => {
            let (host, port) = authority.split_at(colon);
            (host, Some(port.trim_start_matches(':')))
        }
        _ => (authority, None),
    };
    if !is_host(host) {
        return Err("it has no plain host name");
    }
    let port = port.map(|digits| match digits.bytes().all(|b| b.is_ascii_digit()) {
        true => digits.parse().map_err(|_| "its port is not a number up to 65535"),
        false => Err("its port is not a number up to 65535"),
    });
    Ok((host, port.transpose()?))
}

/// A name or an IPv4 address, or an IPv6 address in brackets.
fn is_host(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
        }
    }
}
