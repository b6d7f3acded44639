namespace Akka.Events.Hosting.Internal.Planning;

/// <summary>Where what must outlive a process lies.</summary>
internal enum StoreKind
{
    /// <summary>It doesn't outlive it.</summary>
    Memory,

    /// <summary>In a database of PostgreSQL.</summary>
    PostgreSql,

    /// <summary>In a file.</summary>
    Sqlite,

    /// <summary>In a database of MySQL or MariaDB; entities can't lie there.</summary>
    MySql,
}
