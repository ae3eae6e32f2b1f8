//! What two of the queries cost when someone writes them by hand over columns of numbers: the limit for any engine over the same columns.
//!
//! Pairs are sorted by their first number, and numbers are dense, as a dictionary gives them. What a store could keep from query to query (where the pairs
//! of a number begin, which clusters there are) is made by [`Index::of`]; what depends on the question is in the two kernels.

/// Pairs of numbers, sorted.
pub(crate) type Pairs = (Vec<u32>, Vec<u32>);

/// What both kernels rest on.
pub(crate) struct Columns {
    /// One more than the largest number.
    pub(crate) terms: usize,
    /// The clusters, each once.
    pub(crate) clusters: Vec<u32>,
    /// Actor and group.
    pub(crate) belongs_to: Pairs,
    /// Linkage and end.
    pub(crate) has_end: Pairs,
    /// Thing and country.
    pub(crate) in_country: Pairs,
}

/// The columns in the form in which the kernels read them.
pub(crate) struct Index {
    /// Where the clusters of each actor begin in `memberships`.
    of_actor: Vec<u32>,
    /// Places in the list of clusters.
    memberships: Vec<u32>,
    countries: Vec<u32>,
    /// The countries of each thing, a bit for each of `countries`.
    lies_in: Vec<u64>,
}

impl Index {
    /// At most 64 countries: a set of them is a word.
    pub(crate) fn of(columns: &Columns) -> Self {
        let mut place = vec![u32::MAX; columns.terms];
        for (at, &cluster) in (0..).zip(&columns.clusters) {
            place[cluster as usize] = at;
        }
        let (mut of_actor, mut memberships) = (vec![0; columns.terms + 1], Vec::new());
        for (&actor, &group) in columns.belongs_to.0.iter().zip(&columns.belongs_to.1) {
            if place[group as usize] != u32::MAX {
                of_actor[actor as usize + 1] += 1;
                memberships.push(place[group as usize]);
            }
        }
        for at in 1..of_actor.len() {
            of_actor[at] += of_actor[at - 1];
        }
        let (things, places) = &columns.in_country;
        let mut countries = places.clone();
        countries.sort_unstable();
        countries.dedup();
        assert!(countries.len() <= 64, "at most 64 countries");
        let mut lies_in = vec![0_u64; columns.terms];
        for (&thing, country) in things.iter().zip(places) {
            lies_in[thing as usize] |= 1 << countries.binary_search(country).expect("it is among them");
        }
        Self { of_actor, memberships, countries, lies_in }
    }

    /// How many countries there are.
    pub(crate) fn countries(&self) -> usize {
        self.countries.len()
    }

    fn clusters(&self, actor: u32) -> &[u32] {
        &self.memberships[self.of_actor[actor as usize] as usize..self.of_actor[actor as usize + 1] as usize]
    }
}

/// Calls `each` with every linkage and its ends.
fn linkages<'a>((linkages, ends): &'a Pairs, mut each: impl FnMut(u32, &'a [u32])) {
    let mut at = 0;
    for same in linkages.chunk_by(|a, b| a == b) {
        each(same[0], &ends[at..at + same.len()]);
        at += same.len();
    }
}

/// Cluster, foreign country, how many linkages have an end in each of the two.
pub(crate) fn foreign_linkages(columns: &Columns, index: &Index) -> Vec<(u32, u32, u32)> {
    let mut counts = vec![[0_u32; 64]; columns.clusters.len()];
    let mut met = vec![u32::MAX; columns.clusters.len()];
    let mut inside = Vec::new();
    linkages(&columns.has_end, |linkage, ends| {
        let mut countries = 0;
        for &end in ends {
            countries |= index.lies_in[end as usize];
            for &cluster in index.clusters(end) {
                if std::mem::replace(&mut met[cluster as usize], linkage) != linkage {
                    inside.push(cluster);
                }
            }
        }
        for cluster in inside.drain(..) {
            let mut left = countries;
            while left != 0 {
                counts[cluster as usize][left.trailing_zeros() as usize] += 1;
                left &= left - 1;
            }
        }
    });
    let mut rows = Vec::new();
    for (&cluster, counts) in columns.clusters.iter().zip(&counts) {
        let home = index.lies_in[cluster as usize];
        let abroad = |&place: &usize| counts[place] > 0 && home & !(1 << place) != 0;
        let places = (0..index.countries.len()).filter(abroad);
        rows.extend(places.map(|place| (cluster, index.countries[place], counts[place])));
    }
    rows
}

/// Cluster, its ties inside and outside by weight, and the E-I index of the two.
pub(crate) fn ei_index(columns: &Columns, index: &Index) -> Vec<(u32, f64, f64, f64)> {
    let mut ties = vec![(0.0, 0.0); columns.clusters.len()];
    let mut here = vec![0_u32; columns.clusters.len()];
    let mut inside = Vec::new();
    linkages(&columns.has_end, |_, ends| {
        if ends.len() < 2 {
            return;
        }
        for &end in ends {
            for &cluster in index.clusters(end) {
                if here[cluster as usize] == 0 {
                    inside.push(cluster);
                }
                here[cluster as usize] += 1;
            }
        }
        let all = f64::from(u32::try_from(ends.len()).expect("ids are u32"));
        for cluster in inside.drain(..) {
            let here = f64::from(std::mem::take(&mut here[cluster as usize]));
            let (internal, external) = &mut ties[cluster as usize];
            *internal += here * (here - 1.0) / 2.0 / (all - 1.0);
            *external += here * (all - here) / (all - 1.0);
        }
    });
    let linked = columns.clusters.iter().zip(ties).filter(|(_, (internal, external))| internal + external > 0.0);
    linked
        .map(|(&cluster, (internal, external))| {
            (cluster, internal, external, (external - internal) / (external + internal))
        })
        .collect()
}
