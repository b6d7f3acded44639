namespace Flights.Services;

/// <summary>Where the state is kept.</summary>
internal enum PostgresKind
{
    /// <summary>In a PostgreSQL that runs already, named by the user.</summary>
    Given,

    /// <summary>In a PostgreSQL started for this run.</summary>
    Private,

    /// <summary>In each worker's memory, for want of a PostgreSQL.</summary>
    Memory,
}
