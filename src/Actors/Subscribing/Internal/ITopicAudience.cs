using Akka.Events.Kafka.Internal;

namespace Akka.Events.Subscribing.Internal;

/// <summary>Gets what is read of a topic, on one thread at a time. It must not throw, and waits for codecs alone (<see cref="TopicReading.WaitFor"/>).</summary>
internal interface ITopicAudience
{
    void OnRecord(int partition, in RawRecord record);

    /// <summary>The topic is another one of the same name: all of it comes, from its beginning.</summary>
    void OnAnew();

    /// <summary>All that was in the topic when its reading began has come.</summary>
    void OnCurrent();
}
