using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Publishing.Internal.UnderWay;

/// <summary>One record's way to the brokers: its task, its place among those in flight, and its part in what a flush waits for.</summary>
internal sealed class Sending(OutgoingRecord record, ITopic? topic, IRecordFate fate, Epochs.Epoch epoch)
{
    private readonly TaskCompletionSource<TopicPartitionOffset> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OutgoingRecord Record { get; } = record;

    /// <summary>What its topic should be like, to be made so; null for a topic that is there or not.</summary>
    public ITopic? Topic { get; } = topic;

    public Task<TopicPartitionOffset> Task => _done.Task;

    /// <summary>The client reports on it.</summary>
    public void Delivered(DeliveryReport<byte[]?, byte[]?> report)
    {
        if (report.Error.IsError)
        {
            Fail(fate.Refused(Record.Topic, report.Error));
            return;
        }
        EventsTelemetry.RecordSent(Record.Topic);
        fate.Ended();
        _done.TrySetResult(report.TopicPartitionOffset);
        epoch.Leave();
    }

    /// <summary>It isn't sent, or wasn't acknowledged.</summary>
    public void Fail(PublishException problem)
    {
        fate.Ended();
        _done.TrySetException(problem);
        epoch.Leave();
    }

    /// <summary>It never had a place.</summary>
    public void Abandon() => epoch.Leave();
}
