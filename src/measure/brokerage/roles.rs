//! The five roles of a broker.

/// How often in each role; or anything else of each role.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Roles<T> {
    /// All three in one group.
    pub coordinator: T,
    /// The two others in one group, the broker in another; also called consultant.
    pub itinerant: T,
    /// From the broker's own group to another.
    pub representative: T,
    /// From another group to the broker's own.
    pub gatekeeper: T,
    /// Three groups.
    pub liaison: T,
    /// All roles together.
    pub total: T,
}

/// The place of a role in the order of the fields, by the groups on the way: from, broker, to.
#[inline]
pub(super) fn role([from, broker, to]: [u32; 3]) -> usize {
    match (from == broker, broker == to) {
        (true, true) => 0,
        (false, false) if from == to => 1,
        (true, false) => 2,
        (false, true) => 3,
        (false, false) => 4,
    }
}

impl Roles<usize> {
    /// In the order of the fields, with their sum.
    pub(super) fn of(counts: [usize; 5]) -> Self {
        let [coordinator, itinerant, representative, gatekeeper, liaison] = counts;
        Self { coordinator, itinerant, representative, gatekeeper, liaison, total: counts.iter().sum() }
    }
}

impl<T> Roles<T> {
    /// What `each` makes of every role, in the order of the fields.
    ///
    /// ```
    /// use milieu::measure::brokerage::Roles;
    /// assert_eq!(Roles { liaison: 2, ..Roles::default() }.map(|count| count + 1).array(), [1, 1, 1, 1, 3, 1]);
    /// ```
    pub fn map<U>(self, mut each: impl FnMut(T) -> U) -> Roles<U> {
        Roles {
            coordinator: each(self.coordinator),
            itinerant: each(self.itinerant),
            representative: each(self.representative),
            gatekeeper: each(self.gatekeeper),
            liaison: each(self.liaison),
            total: each(self.total),
        }
    }

    /// What is of each role here beside what is there.
    ///
    /// ```
    /// use milieu::measure::brokerage::Roles;
    /// let pairs = Roles { total: 2, ..Roles::default() }.zip(Roles { total: 3, ..Roles::default() });
    /// assert_eq!(pairs.total, (2, 3));
    /// ```
    pub fn zip<U>(self, other: Roles<U>) -> Roles<(T, U)> {
        Roles {
            coordinator: (self.coordinator, other.coordinator),
            itinerant: (self.itinerant, other.itinerant),
            representative: (self.representative, other.representative),
            gatekeeper: (self.gatekeeper, other.gatekeeper),
            liaison: (self.liaison, other.liaison),
            total: (self.total, other.total),
        }
    }

    /// In the order of the fields.
    ///
    /// ```
    /// use milieu::measure::brokerage::Roles;
    /// assert_eq!(Roles { gatekeeper: 1, ..Roles::default() }.array(), [0, 0, 0, 1, 0, 0]);
    /// ```
    pub fn array(self) -> [T; 6] {
        [self.coordinator, self.itinerant, self.representative, self.gatekeeper, self.liaison, self.total]
    }
}
