//! Names of people, by culture.

use caredesk_domain::person::Gender;
use serde::Deserialize;

use crate::rng::Rng;

/// The cultures of the customers, and the beginnings of telephone numbers and addresses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    pub(crate) culture: Vec<Culture>,
    /// The first four digits of mobile numbers, as dialled within the country.
    pub(crate) mobile_prefixes: Vec<String>,
    /// Domains under names that no mail is ever delivered to (RFC 2606).
    pub(crate) mail_domains: Vec<String>,
}

/// People who name their children alike.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Culture {
    /// How many in a hundred customers are of it.
    pub(crate) share: u32,
    women: Vec<String>,
    men: Vec<String>,
    families: Vec<String>,
    /// The language tags (BCP 47) they may prefer besides English.
    pub(crate) languages: Vec<String>,
}

impl Culture {
    pub(crate) fn given_name(&'static self, gender: Gender, rng: &mut Rng) -> &'static str {
        let woman = match gender {
            Gender::Female => true,
            Gender::Male => false,
            Gender::Other | Gender::Unknown => rng.percent(50),
        };
        rng.pick(if woman { &self.women } else { &self.men }).as_str()
    }

    pub(crate) fn family_name(&'static self, rng: &mut Rng) -> &'static str {
        rng.pick(&self.families).as_str()
    }
}

impl Names {
    pub(crate) fn pick_culture(&'static self, rng: &mut Rng) -> &'static Culture {
        let shares: Vec<(u32, &Culture)> = self.culture.iter().map(|culture| (culture.share, culture)).collect();
        rng.weighted(&shares)
    }

    #[cfg(test)]
    pub(super) fn parts(&self) -> impl Iterator<Item = &String> {
        self.culture.iter().flat_map(|culture| culture.women.iter().chain(&culture.men).chain(&culture.families))
    }
}
