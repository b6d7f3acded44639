using Akka.Actor;
using Akka.Events.Committing.Internal.States;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>To the shard: a chunk of its stored states.</summary>
internal sealed class SweptStates(IReadOnlyList<StoredState> rows) : INoSerializationVerificationNeeded
{
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<StoredState> Rows { get; } = rows;

    public Task WhenTaken => _taken.Task;

    public void Taken() => _taken.SetResult();
}
