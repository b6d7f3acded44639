using Akka.Actor.Internal;
using Akka.Event;
using Akka.Persistence.Journal;

namespace Akka.Persistence;

public abstract partial class Eventsourced
{
    private readonly InternalStash _waiting = new();
    private PersistCall _firstGathered;
    private PersistCall _lastGathered;
    private WriteBatch _beingWritten;
    private int _outstanding; // calls whose last handler has not run
    private int _blocking; // those of them that hold back commands
    private long _sequenceNr; // the last number given to an event

    internal string WriterId => field ??= Guid.NewGuid().ToString();

    public void Persist<TEvent>(TEvent @event, Action<TEvent> handler) => Gather(@event, null, handler, null, blocksCommands: true);
    public void Persist<TEvent>(TEvent @event, Func<TEvent, Task> handler) => Gather(@event, null, handler, null, blocksCommands: true);
    public void PersistAsync<TEvent>(TEvent @event, Action<TEvent> handler) => Gather(@event, null, handler, null, blocksCommands: false);

    public void PersistAsync<TEvent>(TEvent @event, Func<TEvent, Task> handler) =>
        Gather(@event, null, handler, null, blocksCommands: false);

    public void PersistAll<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler) =>
        GatherAll(events, handler, null, blocksCommands: true);

    public void PersistAll<TEvent>(IEnumerable<TEvent> events, Func<TEvent, Task> handler) =>
        GatherAll(events, handler, null, blocksCommands: true);

    public void PersistAll<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler, Action onComplete) =>
        GatherAll(events, handler, onComplete, blocksCommands: true);

    public void PersistAll<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler, Func<Task> onCompleteAsync) =>
        GatherAll(events, handler, onCompleteAsync, blocksCommands: true);

    public void PersistAll<TEvent>(IEnumerable<TEvent> events, Func<TEvent, Task> handler, Action onComplete) =>
        GatherAll(events, handler, onComplete, blocksCommands: true);

    public void PersistAll<TEvent>(IEnumerable<TEvent> events, Func<TEvent, Task> handler, Func<Task> onCompleteAsync) =>
        GatherAll(events, handler, onCompleteAsync, blocksCommands: true);

    public void PersistAllAsync<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler) =>
        GatherAll(events, handler, null, blocksCommands: false);

    public void PersistAllAsync<TEvent>(IEnumerable<TEvent> events, Func<TEvent, Task> handler) =>
        GatherAll(events, handler, null, blocksCommands: false);

    public void PersistAllAsync<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler, Action onComplete) =>
        GatherAll(events, handler, onComplete, blocksCommands: false);

    public void PersistAllAsync<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler, Func<Task> onCompleteAsync) =>
        GatherAll(events, handler, onCompleteAsync, blocksCommands: false);

    public void PersistAllAsync<TEvent>(IEnumerable<TEvent> events, Func<TEvent, Task> handler, Action onComplete) =>
        GatherAll(events, handler, onComplete, blocksCommands: false);

    public void PersistAllAsync<TEvent>(IEnumerable<TEvent> events, Func<TEvent, Task> handler, Func<Task> onCompleteAsync) =>
        GatherAll(events, handler, onCompleteAsync, blocksCommands: false);

    public void DeferAsync<TEvent>(TEvent evt, Action<TEvent> handler)
    {
        ThrowIfRecovering();
        if (_outstanding == 0) handler(evt);
        else Gather(Deferred(evt, handler));
    }

    public void DeferAsync<TEvent>(TEvent evt, Func<TEvent, Task> handler)
    {
        ThrowIfRecovering();
        if (_outstanding == 0) RunAsync(() => handler(evt));
        else Gather(Deferred(evt, handler));
    }

    /// <summary>A write has failed; whether the event is stored is unknown. The actor stops afterwards, whatever this does.</summary>
    protected virtual void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        Log.Error(cause, "Failed to persist [{0}] with sequence number [{1}] of [{2}]", @event.GetType(), sequenceNr, PersistenceId);

    /// <summary>The journal refused an event and has not stored it; its number is used up, and the actor goes on.</summary>
    protected virtual void OnPersistRejected(Exception cause, object @event, long sequenceNr) =>
        Log.Error(cause, "The journal rejected [{0}] with sequence number [{1}] of [{2}]", @event.GetType(), sequenceNr, PersistenceId);

    /// <summary>The answer to a batch: runs its handlers, giving way where one is asynchronous or the system has a say.</summary>
    internal void OnWritten(WriteBatch batch)
    {
        if (_phase != Phase.Running) return;
        if (batch == _beingWritten) _beingWritten = null;
        if (batch.Failure is not null)
        {
            FailPersist(batch);
            return;
        }

        try
        {
            while (batch.Current is { } call)
            {
                Step(batch, call);
                if (_firstGathered is not null) Flush();
                if (!Cell.MustYield) continue;
                Cell.Prepend(new Node(batch, null));
                return;
            }
        }
        catch
        {
            EndTurn(failed: true);
            Cell.Prepend(new Node(batch, null)); // for a supervisor that resumes; after a restart nobody claims it
            throw;
        }

        EndTurn(failed: false);
    }

    // The next thing to do for a call: one event, or what follows the last one, or the end.
    private void Step(WriteBatch batch, PersistCall call)
    {
        var index = call.Handled++;
        if (index < call.Count)
        {
            if (call.IsStored) LastSequenceNr = call.FirstSequenceNr + index;
            Cell.SetSender(call.Sender);
            if (call.Rejection is { } cause) OnPersistRejected(cause, call.EventAt(index), LastSequenceNr);
            else if (call.IsAsync) RunAsync(() => call.Handle(index));
            else call.Handle(index);
        }
        else if (index == call.Count && call.HasCompletion)
        {
            if (call.IsAsync) RunAsync(call.Complete);
            else call.Complete();
        }
        else
        {
            batch.MoveOn();
            _outstanding--;
            if (call.BlocksCommands) _blocking--;
        }
    }

    private void FailPersist(WriteBatch batch)
    {
        _phase = Phase.Failed;
        _firstGathered = _lastGathered = null;
        var call = batch.FirstStored;
        try
        {
            OnPersistFailure(batch.Failure, call.EventAt(0), call.FirstSequenceNr);
        }
        finally
        {
            Cell.Stop(Cell);
        }
    }

    private void Gather<TEvent>(TEvent single, TEvent[] many, Delegate handler, Delegate onComplete, bool blocksCommands)
    {
        ThrowIfRecovering();
        Gather(new PersistCall<TEvent>(single, many, handler, onComplete, Cell.SenderOrNull, blocksCommands, _sequenceNr + 1));
        _sequenceNr += many?.Length ?? 1;
    }

    private PersistCall<TEvent> Deferred<TEvent>(TEvent @event, Delegate handler) =>
        new(@event, null, handler, null, Cell.SenderOrNull, blocksCommands: false, firstSequenceNr: 0);

    private void GatherAll<TEvent>(IEnumerable<TEvent> events, Delegate handler, Delegate onComplete, bool blocksCommands)
    {
        ThrowIfRecovering();
        var all = events?.ToArray();
        if (all is { Length: > 0 }) Gather(default, all, handler, onComplete, blocksCommands);
        else if (onComplete is Action complete) complete();
        else if (onComplete is Func<Task> completeAsync) RunAsync(completeAsync);
    }

    private void Gather(PersistCall call)
    {
        if (_lastGathered is null) _firstGathered = call;
        else _lastGathered.Next = call;
        _lastGathered = call;
        _outstanding++;
        if (call.BlocksCommands) _blocking++;
    }

    // One batch at a time: what is gathered while it is under way makes the next one.
    private void Flush()
    {
        if (_beingWritten is null && _firstGathered is not null) WriteGathered();
    }

    private void WriteAllGathered()
    {
        while (_firstGathered is not null) WriteGathered();
    }

    private void WriteGathered()
    {
        var first = _firstGathered;
        var last = first;
        var events = last.Count;
        while (last.Next is { } next && (events += next.Count) <= _journal.MaxBatchSize) last = next;
        _firstGathered = last.Next;
        if (_firstGathered is null) _lastGathered = null;
        last.Next = null;
        var batch = _beingWritten = new WriteBatch(this, Cell, first);
        if (batch.IsStored) _journal.Journal.Write(batch);
        else batch.Answer();
    }

    private void ThrowIfRecovering()
    {
        if (!IsRecovering) return;
        throw new InvalidOperationException("Cannot persist during replay: events can be persisted from RecoveryCompleted on");
    }
}
