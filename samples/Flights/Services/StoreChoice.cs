namespace Flights.Services;

/// <summary>Where the state is to be kept, as asked for.</summary>
internal enum StoreChoice
{
    /// <summary>PostgreSQL where one is named or its programs are found, else SQLite.</summary>
    Auto,
    Postgres,
    Sqlite,
    Memory,
}
