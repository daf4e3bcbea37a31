//! Settings from environment variables and flags; all faults are reported together.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    str::FromStr,
};

use caredesk_domain::{FieldError, phone::Region};
use caredesk_persistence::Engine;
use clap::Args;

use crate::http::TrustedProxies;

/// The settings as given; a flag overrides its environment variable.
#[derive(Debug, Clone, Default, Args)]
pub struct SettingsArgs {
    /// The database: sqlite://PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE
    #[arg(long, env = "CAREDESK_DATABASE_URL", hide_env_values = true, value_name = "URL", global = true)]
    pub database_url: Option<String>,
    /// The address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "CAREDESK_LISTEN", value_name = "ADDRESS:PORT", global = true)]
    pub listen: Option<String>,
    /// The directory of keys and backups [default: data]
    #[arg(long, env = "CAREDESK_DATA_DIR", value_name = "DIRECTORY", global = true)]
    pub data_dir: Option<String>,
    /// The time zone of the desk's days, by its IANA name [default: that of the phone region, where it has one zone]
    #[arg(long, env = "CAREDESK_TIME_ZONE", value_name = "ZONE", global = true)]
    pub time_zone: Option<String>,
    /// The country of phone numbers without a country code, by its ISO 3166 code [default: NG]
    #[arg(long, env = "CAREDESK_PHONE_REGION", value_name = "CODE", global = true)]
    pub phone_region: Option<String>,
    /// The address of the desk in browsers, such as https://desk.example
    #[arg(long, env = "CAREDESK_PUBLIC_URL", value_name = "URL", global = true)]
    pub public_url: Option<String>,
    /// Whether Swagger UI is served at /docs: on or off [default: on where the desk listens on loopback only]
    #[arg(long, env = "CAREDESK_DOCS", value_name = "on|off", global = true)]
    pub docs: Option<String>,
    /// The proxies whose forwarded addresses are trusted: IP addresses and networks, separated by commas [default: none]
    #[arg(long, env = "CAREDESK_TRUSTED_PROXIES", value_name = "ADDRESSES", global = true)]
    pub trusted_proxies: Option<String>,
    /// The address and port to serve metrics on, at /metrics [default: not served]
    #[arg(long, env = "CAREDESK_METRICS_LISTEN", value_name = "ADDRESS:PORT", global = true)]
    pub metrics_listen: Option<String>,
}

/// The parsed settings.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The database.
    pub engine: Engine,
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The directory of keys and backups.
    pub data_dir: PathBuf,
    /// The time zone of the desk's days.
    pub time_zone: chrono_tz::Tz,
    /// The region of phone numbers without a country code.
    pub region: Region,
    /// The origin of the desk in browsers, such as `https://desk.example`, if set.
    pub public_origin: Option<String>,
    /// Whether Swagger UI is served.
    pub docs: bool,
    /// The proxies whose forwarded addresses are trusted.
    pub trusted_proxies: TrustedProxies,
    /// The address to serve metrics on, if they are served.
    pub metrics_listen: Option<SocketAddr>,
}

/// A setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {fault}")]
pub struct InvalidSetting {
    /// The environment variable.
    pub name: &'static str,
    /// What is wrong with it.
    pub fault: FieldError,
}

impl SettingsArgs {
    /// Parses the settings.
    ///
    /// # Errors
    /// Every setting that cannot be used.
    pub fn parse(&self) -> Result<Settings, Vec<InvalidSetting>> {
        let mut bad = Vec::new();
        let data_dir = PathBuf::from(self.data_dir.as_deref().unwrap_or("data"));
        let engine = parse("CAREDESK_DATABASE_URL", self.database_url.as_deref().unwrap_or("sqlite://data/caredesk.db"), &mut bad);
        let listen: Option<Listen> = parse("CAREDESK_LISTEN", self.listen.as_deref().unwrap_or("127.0.0.1:8080"), &mut bad);
        let metrics_listen = self.metrics_listen.as_deref().and_then(|text| parse::<Listen>("CAREDESK_METRICS_LISTEN", text, &mut bad));
        let region = parse("CAREDESK_PHONE_REGION", self.phone_region.as_deref().unwrap_or("NG"), &mut bad);
        let time_zone = self.read_time_zone(region.as_ref(), &mut bad);
        let docs = self.docs.as_deref().map(|text| parse::<Switch>("CAREDESK_DOCS", text, &mut bad));
        let trusted_proxies = parse("CAREDESK_TRUSTED_PROXIES", self.trusted_proxies.as_deref().unwrap_or_default(), &mut bad);
        self.check_public_url(listen.as_ref().map(|Listen(address)| address.ip()), &mut bad);
        match (engine, listen, time_zone, region, trusted_proxies) {
            (Some(engine), Some(Listen(listen)), Some(time_zone), Some(region), Some(trusted_proxies)) if bad.is_empty() => {
                let docs = docs.flatten().map_or(listen.ip().is_loopback(), |Switch(is_on)| is_on);
                let public_origin = self.public_url.as_deref().map(origin);
                let metrics_listen = metrics_listen.map(|Listen(address)| address);
                Ok(Settings { engine, listen, data_dir, time_zone, region, public_origin, docs, trusted_proxies, metrics_listen })
            }
            _ => Err(bad),
        }
    }

    /// Defaults to the time zone of the region. Where it has several the setting is required: reports would count by the wrong days.
    fn read_time_zone(&self, region: Option<&Region>, bad: &mut Vec<InvalidSetting>) -> Option<chrono_tz::Tz> {
        const NAME: &str = "CAREDESK_TIME_ZONE";
        if let Some(text) = self.time_zone.as_deref() {
            return parse::<Zone>(NAME, text, bad).map(|Zone(zone)| zone);
        }
        let region = region?;
        let zone = region_zone(*region);
        if zone.is_none() {
            let detail =
                format!("must be set to an IANA time zone, such as America/New_York: {region} (CAREDESK_PHONE_REGION) has no single one");
            bad.push(InvalidSetting { name: NAME, fault: FieldError::format(detail) });
        }
        zone
    }

    /// Customers' data and sign-ins leave this machine over HTTPS only, so the setting is required when listening beyond loopback.
    fn check_public_url(&self, listen: Option<IpAddr>, bad: &mut Vec<InvalidSetting>) {
        let beyond = listen.is_some_and(|address| !address.is_loopback());
        let fault = match self.public_url.as_deref() {
            Some(url) if url.starts_with("https://") && url.len() > "https://".len() => return,
            Some(url) if url.starts_with("http://") && !beyond => return,
            None if !beyond => return,
            Some(_) if !beyond => "must begin with https:// or http://",
            Some(_) | None => "must be the https:// address of the desk when CAREDESK_LISTEN is not on loopback",
        };
        bad.push(InvalidSetting { name: "CAREDESK_PUBLIC_URL", fault: FieldError::format(fault) });
    }
}

/// Scheme, host and port of a URL.
fn origin(url: &str) -> String {
    let start = url.find("://").map_or(0, |at| at + 3);
    let end = url[start..].find('/').map_or(url.len(), |at| start + at);
    url[..end].to_ascii_lowercase()
}

fn parse<T: FromStr<Err = FieldError>>(name: &'static str, text: &str, bad: &mut Vec<InvalidSetting>) -> Option<T> {
    match text.parse() {
        Ok(value) => Some(value),
        Err(fault) => {
            bad.push(InvalidSetting { name, fault });
            None
        }
    }
}

/// The time zone of a region that has only one.
fn region_zone(region: Region) -> Option<chrono_tz::Tz> {
    let lines = include_str!("settings/region_zones.txt").lines();
    lines.filter_map(|line| line.split_once(' ')).find(|(code, _)| *code == region.as_str()).and_then(|(_, zone)| zone.parse().ok())
}

struct Listen(SocketAddr);

impl FromStr for Listen {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        text.parse().map(Self).map_err(|_| FieldError::format("must be an IP address and a port, such as 127.0.0.1:8080"))
    }
}

struct Switch(bool);

impl FromStr for Switch {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        match text {
            "on" => Ok(Self(true)),
            "off" => Ok(Self(false)),
            _ => Err(FieldError::format("must be on or off")),
        }
    }
}

struct Zone(chrono_tz::Tz);

impl FromStr for Zone {
    type Err = FieldError;

    fn from_str(text: &str) -> Result<Self, FieldError> {
        text.parse().map(Self).map_err(|_| FieldError::format("must be an IANA time zone, such as Africa/Lagos"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(given: &SettingsArgs) -> Vec<&'static str> {
        given.parse().map_or_else(|bad| bad.into_iter().map(|bad| bad.name).collect(), |_| Vec::new())
    }

    #[test]
    fn nothing_given_is_a_desk_on_this_machine() {
        let settings = SettingsArgs::default().parse().unwrap();
        assert_eq!(settings.engine.to_string(), "sqlite://data/caredesk.db");
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
        assert_eq!((settings.region.as_str(), settings.time_zone.name()), ("NG", "Africa/Lagos"));
    }

    #[test]
    fn every_bad_setting_is_told_at_once() {
        let given = SettingsArgs {
            database_url: Some("mysql://db".into()),
            listen: Some("8080".into()),
            time_zone: Some("Lagos".into()),
            phone_region: Some("Nigeria".into()),
            public_url: Some("desk.example".into()),
            docs: Some("yes".into()),
            trusted_proxies: Some("proxy.example".into()),
            metrics_listen: Some("9090".into()),
            data_dir: None,
        };
        let all = [
            "CAREDESK_DATABASE_URL",
            "CAREDESK_LISTEN",
            "CAREDESK_METRICS_LISTEN",
            "CAREDESK_PHONE_REGION",
            "CAREDESK_TIME_ZONE",
            "CAREDESK_DOCS",
            "CAREDESK_TRUSTED_PROXIES",
            "CAREDESK_PUBLIC_URL",
        ];
        assert_eq!(names(&given), all);
    }

    #[test]
    fn time_zone_default_is_the_one_of_the_region_else_it_must_be_set() {
        let zone = |region: &str, zone: Option<&str>| {
            let given = SettingsArgs { phone_region: Some(region.into()), time_zone: zone.map(Into::into), ..SettingsArgs::default() };
            given.parse().map(|settings| settings.time_zone.name())
        };
        for (region, name) in [("KE", "Africa/Nairobi"), ("GB", "Europe/London"), ("IN", "Asia/Kolkata"), ("DE", "Europe/Berlin")] {
            assert_eq!(zone(region, None), Ok(name));
        }
        for region in ["US", "CD", "BR", "AU", "FM"] {
            let bad = zone(region, None).unwrap_err();
            let [InvalidSetting { name: "CAREDESK_TIME_ZONE", fault }] = bad.as_slice() else { panic!("{bad:?}") };
            assert!(fault.detail.starts_with("must be set") && fault.detail.contains(region), "{fault}");
            assert_eq!(zone(region, Some("America/Chicago")), Ok("America/Chicago"));
        }
        assert_eq!(zone("KE", Some("UTC")), Ok("UTC"));
        assert_eq!(names(&SettingsArgs { phone_region: Some("Kenya".into()), ..SettingsArgs::default() }), ["CAREDESK_PHONE_REGION"]);
    }

    #[test]
    fn every_region_with_a_zone_is_one_of_phone_numbers_and_has_a_zone_of_iana() {
        for line in include_str!("settings/region_zones.txt").lines().filter(|line| !line.starts_with('#')) {
            let region = line.split(' ').next().unwrap_or_default().parse().unwrap_or_else(|_| panic!("{line}"));
            assert!(region_zone(region).is_some(), "{line}");
        }
    }

    #[test]
    fn beyond_this_machine_the_desk_needs_https() {
        let given = |url: Option<&str>| SettingsArgs {
            listen: Some("0.0.0.0:80".into()),
            public_url: url.map(Into::into),
            ..SettingsArgs::default()
        };
        assert_eq!(names(&given(None)), ["CAREDESK_PUBLIC_URL"]);
        assert_eq!(names(&given(Some("http://desk.example"))), ["CAREDESK_PUBLIC_URL"]);
        assert!(names(&given(Some("https://desk.example"))).is_empty());
    }

    #[test]
    fn docs_default_is_on_for_loopback_alone() {
        let docs = |listen: &str, docs: Option<&str>| {
            let public_url = Some("https://desk.example".into());
            SettingsArgs { listen: Some(listen.into()), docs: docs.map(Into::into), public_url, ..SettingsArgs::default() }
                .parse()
                .unwrap()
                .docs
        };
        assert!(docs("127.0.0.1:80", None) && docs("[::1]:80", None) && docs("0.0.0.0:80", Some("on")));
        assert!(!docs("0.0.0.0:80", None) && !docs("[::]:80", None) && !docs("127.0.0.1:80", Some("off")));
    }
}
