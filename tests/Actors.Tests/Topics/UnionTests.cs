using System.Text;
using Akka.Events.Kafka.Internal;
using Akka.Events.Publishing.Internal;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Topics;

public sealed class UnionTests
{
    private static readonly Topic<IShape> Shapes = Topic.Union<IShape>("shapes", types => types
        .Add<Circle>("circle").Add<Square>(), key: shape => shape.Id);

    [Fact]
    public void Each_type_is_written_and_read_by_its_name()
    {
        var circle = Record(new Circle("1", 3));
        Assert.Equal("circle", Text(circle.Headers, "ce_type"));
        Assert.Equal("""{"id":"1","radius":3}""", Encoding.UTF8.GetString(circle.Value!));
        Assert.Equal(new Circle("1", 3), Shapes.Decode(circle.Value, circle.Headers));
        var square = Record(new Square("2", 4), new Akka.Events.Publishing.PublishOptions { Subject = "x", Type = "whatever" });
        Assert.Equal((typeof(Square).FullName, "x"), (Text(square.Headers, "ce_type"), Text(square.Headers, "ce_subject")));
        Assert.Equal(new Square("2", 4), Shapes.Decode(square.Value, square.Headers));
        Assert.IsType<Square>(Shapes.Decode(Encoding.UTF8.GetBytes(
            $$"""{"specversion":"1.0","id":"a","source":"/","type":"{{typeof(Square).FullName}}","data":{"id":"2","side":1} }"""),
            new Headers { { "content-type", "application/cloudevents+json"u8.ToArray() } }));
    }

    [Fact]
    public void The_type_is_written_also_where_no_other_metadata_is()
    {
        var settings = new PublisherSettings { Producer = new ProducerSettings { BootstrapServers = "none:1" }, CloudEvents = false };
        var record = new EventEncoder(settings, TimeProvider.System).Record<IShape>(Shapes, new Circle("1", 3), null);
        Assert.Equal("circle", Text(record.Headers, "ce_type"));
    }

    [Fact]
    public void A_derived_type_that_isnt_named_is_written_as_its_base_and_others_are_refused()
    {
        Assert.Equal("circle", Text(Record(new Disc("1", 3)).Headers, "ce_type"));
        Assert.Contains("Line is none of the topic's types: 'circle', ", Assert.Throws<Akka.Events.Publishing.PublishException>(() => Record(new Line("1"))).Message);
    }

    [Fact]
    public void Other_types_cant_be_decoded_or_are_passed_over()
    {
        var headers = new Headers { { "ce_type", "triangle"u8.ToArray() } };
        Assert.StartsWith("Its ce_type is 'triangle'; the topic's types are 'circle', ", Assert.Throws<EventDecodeException>(() => Shapes.Decode("{}"u8, headers)).Message);
        Assert.StartsWith("It has no ce_type; ", Assert.Throws<EventDecodeException>(() => Shapes.Decode("{}"u8, null)).Message);
        var skipping = Topic.Union<IShape>("shapes", types => types.Add<Circle>("circle").SkipOthers());
        Assert.Throws<SkippedEventException>(() => skipping.Decode("{}"u8, headers));
    }

    [Fact]
    public void Types_and_names_are_there_once()
    {
        Assert.Throws<ArgumentException>(() => Topic.Union<IShape>("shapes", _ => { }));
        Assert.Throws<ArgumentException>(() => Topic.Union<IShape>("shapes", types => types.Add<Circle>("a").Add<Square>("a")));
        Assert.Throws<ArgumentException>(() => Topic.Union<IShape>("shapes", types => types.Add<Circle>("a").Add<Circle>("b")));
    }

    private static OutgoingRecord Record(IShape shape, Akka.Events.Publishing.PublishOptions? options = null) =>
        new EventEncoder(new PublisherSettings { Producer = new ProducerSettings { BootstrapServers = "none:1" } }, TimeProvider.System).Record(Shapes, shape, options);

    private static string Text(Headers? headers, string name) => Encoding.UTF8.GetString(headers!.GetLastBytes(name));

    internal interface IShape
    {
        string Id { get; }
    }

    internal record Circle(string Id, int Radius) : IShape;

    internal sealed record Disc(string Id, int Radius) : Circle(Id, Radius);

    internal sealed record Square(string Id, int Side) : IShape;

    internal sealed record Line(string Id) : IShape;
}
