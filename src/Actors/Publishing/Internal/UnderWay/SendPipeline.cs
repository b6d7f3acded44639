using Confluent.Kafka;

namespace Akka.Events.Publishing.Internal.UnderWay;

/// <summary>Many records on their way together, with one task for all. Fed by one thread at a time, reported on by the client's.</summary>
internal sealed class SendPipeline
{
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _topic;
    private readonly IRecordFate _fate;
    private readonly Epochs.Epoch _epoch;

    // Records not reported on yet, and one more until the feeding has ended.
    private long _open = 1;
    private long _sent;
    private PublishException? _failure;

    internal SendPipeline(string topic, IRecordFate fate, Epochs.Epoch epoch)
    {
        _topic = topic;
        _fate = fate;
        _epoch = epoch;
        Delivered = OnDelivered;
    }

    internal Task<long> Task => _done.Task;

    internal bool HasFailed => Volatile.Read(ref _failure) != null;

    /// <summary>The handler of each record: one delegate for all of them.</summary>
    internal Action<DeliveryReport<byte[]?, byte[]?>> Delivered { get; }

    /// <summary>Before a record is handed over, whose report may come at once.</summary>
    internal void Sending()
    {
        _sent++;
        Interlocked.Increment(ref _open);
    }

    /// <summary>The record just announced hasn't been handed over.</summary>
    internal void NotSent(PublishException? failure)
    {
        if (failure != null) Fail(failure);
        _sent--;
        Close();
    }

    /// <summary>No more records come.</summary>
    internal void Complete() => Close();

    private void Fail(PublishException failure) => Interlocked.CompareExchange(ref _failure, failure, null);

    private void OnDelivered(DeliveryReport<byte[]?, byte[]?> report)
    {
        _fate.Ended();
        if (report.Error.IsError) Fail(_fate.Refused(_topic, report.Error));
        else EventsTelemetry.RecordSent(_topic);
        Close();
    }

    private void Close()
    {
        if (Interlocked.Decrement(ref _open) != 0) return;
        if (_failure is { } failure) _done.TrySetException(failure);
        else _done.TrySetResult(_sent);
        _epoch.Leave();
    }
}
