using System.Collections.Concurrent;
using Akka.Events.Topics;

namespace Akka.Events.SchemaRegistry.Internal;

/// <summary>How records are read, by the number of the schema that they are written with. Safe from any thread.</summary>
/// <param name="schemas">The registry.</param>
/// <param name="prepare">Looks a schema up, and how to read by it.</param>
internal sealed class ReadSchemas<TReader>(Schemas schemas, Func<int, Task<TReader>> prepare) where TReader : class
{
    // Numbers that no registry has given may come from anywhere: of more than so many they are forgotten again.
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<int, Lookup<TReader>> _lookups = new();

    /// <exception cref="CodecNotReadyException">It isn't known yet.</exception>
    /// <exception cref="SchemaRefusedException">There is no such schema, or no way to read by it.</exception>
    public TReader Get(int id)
    {
        var lookup = _lookups.TryGetValue(id, out var known) ? known : _lookups.GetOrAdd(id, New);
        try
        {
            return lookup.Get();
        }
        catch (SchemaRefusedException) when (_lookups.Count > Most)
        {
            _lookups.TryRemove(id, out _);
            throw;
        }
    }

    private Lookup<TReader> New(int id) => schemas.Lookup($"schema {id}", () => prepare(id));
}
