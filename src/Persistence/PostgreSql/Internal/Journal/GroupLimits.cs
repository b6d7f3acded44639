namespace Akka.Events.Persistence.PostgreSql.Internal.Journal;

/// <summary>Bounds of <see cref="GroupCommit"/>.</summary>
internal sealed record GroupLimits
{
    /// <summary>Statements under way at once, each on a connection of its own.</summary>
    public int Statements { get; init; } = 16;

    /// <summary>
    /// Bytes of a statement of several shards. Larger rows go alone: their own weight outweighs what they would share, and a collision
    /// would have them sent twice.
    /// </summary>
    public int GroupBytes { get; init; } = 64 << 10;

    /// <summary>How long rows wait for the group before them.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(20);
}
