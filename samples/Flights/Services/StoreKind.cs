namespace Flights.Services;

/// <summary>Where the state is kept.</summary>
internal enum StoreKind
{
    /// <summary>In a PostgreSQL that runs already, named by the user.</summary>
    Given,

    /// <summary>In a PostgreSQL started for this run.</summary>
    Private,

    /// <summary>In a file that the workers share.</summary>
    Sqlite,

    /// <summary>In each worker's memory, as asked for.</summary>
    Memory,
}
