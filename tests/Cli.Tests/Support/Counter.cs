using Akka.Events.Handling;
using Akka.Events.Topics;

namespace Akka.Events.Cli.Tests.Support;

public sealed record Counted(int By);

public sealed record Total
{
    public int Sum { get; init; }
}

/// <summary>Adds up numbers, one sum a key.</summary>
public sealed class Counter : EntityActor<Total>
{
    public Counter(CounterTopic topic)
    {
        On(topic.Topic, text => Persist(new Counted(int.Parse(text))));
        Visit("touch", () => Persist(new Counted(0)));
        Apply<Counted>((total, counted) => total with { Sum = total.Sum + counted.By });
    }
}

public sealed record CounterTopic(Topic<string> Topic);
