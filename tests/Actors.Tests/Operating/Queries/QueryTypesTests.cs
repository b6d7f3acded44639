using System.Text;
using System.Text.Json.Serialization;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Topics;
using Xunit;

namespace Akka.Events.Tests.Operating.Queries;

/// <summary>How an entity's queries and answers travel.</summary>
public sealed partial class QueryTypesTests
{
    private static readonly EntityOptions Default = new("cart", new HandlerOptions());

    private readonly QueryTypes _types = Types(
        Default, new QueryShape<GetItems, Items>(), new QueryShape<GetTotal, long>(), new QueryShape<GetAny, object?>());

    [Fact]
    public void A_state_with_a_collection_expression_arrives_whole()
    {
        var answer = _types.UnpackAnswer("get-items", _types.PackAnswer("get-items", new Items(["a", "b"], new Dictionary<string, int> { ["a"] = 2 })));
        var items = Assert.IsType<Items>(answer);
        Assert.Equal(["a", "b"], items.Names);
        Assert.Equal(2, items.Counts["a"]);
    }

    [Fact]
    public void Queries_and_answers_are_known_by_their_stored_names()
    {
        var query = _types.Pack(new GetItems(7));
        Assert.Equal("get-items", query.Type);
        Assert.Equal(new GetItems(7), _types.Unpack(query));
        Assert.Equal(12L, _types.UnpackAnswer("total", _types.PackAnswer("total", 12L)));
        Assert.Equal("total", _types.Pack(new GetTotal()).Type);
    }

    [Fact]
    public void Null_is_an_answer_too() => Assert.Null(_types.UnpackAnswer("get-items", _types.PackAnswer("get-items", null)));

    [Fact]
    public void A_query_that_doesnt_say_what_it_gives_answers_with_what_the_entity_has_registered_elsewhere()
    {
        Assert.Equal(new State(3), _types.UnpackAnswer("get-any", _types.PackAnswer("get-any", new State(3))));
        Assert.Equal("text", _types.UnpackAnswer("get-any", _types.PackAnswer("get-any", "text")));
        Assert.IsType<Items>(_types.UnpackAnswer("get-any", _types.PackAnswer("get-any", new Items([], new Dictionary<string, int>()))));
        var e = Assert.Throws<InvalidOperationException>(() => _types.PackAnswer("get-any", new Uri("http://x")));
        Assert.Contains("Query<GetAny, Uri>", e.Message);
    }

    [Fact]
    public void Nothing_is_made_by_a_type_name_that_comes_over_the_wire()
    {
        var query = new PackedValue(typeof(GetItems).AssemblyQualifiedName!, "{}"u8.ToArray());
        Assert.Contains("has no Query of the name", Assert.Throws<InvalidOperationException>(() => _types.Unpack(query)).Message);
        var answer = new PackedValue(typeof(State).AssemblyQualifiedName!, "{}"u8.ToArray());
        Assert.Contains("doesn't know", Assert.Throws<InvalidOperationException>(() => _types.UnpackAnswer("get-any", answer)).Message);
    }

    [Fact]
    public void An_answer_of_another_version_is_said_to_be_one()
    {
        var answer = new PackedValue("items-v2", "{}"u8.ToArray());
        Assert.Contains("different versions", Assert.Throws<InvalidOperationException>(() => _types.UnpackAnswer("get-items", answer)).Message);
        Assert.Contains(
            "can't be read",
            Assert.Throws<InvalidOperationException>(() => _types.Unpack(new PackedValue("get-items", "[]"u8.ToArray()))).Message);
    }

    [Fact]
    public void A_query_that_the_class_doesnt_answer_isnt_sent() =>
        Assert.Equal("Cart has no Query<Uri>", Assert.Throws<InvalidOperationException>(() => _types.Pack(new Uri("http://x"))).Message);

    [Fact]
    public void Two_queries_of_one_name_are_refused_at_start()
    {
        var e = Assert.Throws<ArgumentException>(() => Types(Default, new QueryShape<GetItems, Items>(), new QueryShape<Other.GetItems, Items>()));
        Assert.Contains("'get-items'", e.Message);
    }

    [Fact]
    public void A_json_context_is_used_for_what_it_knows_and_reflection_for_the_rest()
    {
        var options = new EntityOptions("cart", new HandlerOptions()).UseJson(CartJson.Default);
        var types = Types(options, new QueryShape<GetItems, Items>());
        var packed = types.PackAnswer("get-items", new Items(["a"], new Dictionary<string, int>()));
        Assert.Contains("\"NAMES\"", Encoding.UTF8.GetString(packed.Payload.Span));
        Assert.Equal(new GetItems(1), types.Unpack(types.Pack(new GetItems(1))));
    }

    [Fact]
    public void A_codec_given_to_Store_is_used()
    {
        var options = new EntityOptions("cart", new HandlerOptions()).Store("total-v1", new LongCodec());
        var types = Types(options, new QueryShape<GetTotal, long>());
        Assert.Equal(8, types.PackAnswer("total", 1L).Payload.Length);
        Assert.Equal("total-v1", types.PackAnswer("total", 1L).Type);
    }

    private static QueryTypes Types(EntityOptions options, params QueryShape[] shapes) =>
        new("Cart", options, options.TravellingType<State>(), shapes);

    internal sealed record State(int Count);

    internal sealed record Items(IReadOnlyList<string> Names, IReadOnlyDictionary<string, int> Counts);

    internal sealed record GetItems(int From);

    [StoredAs("total")]
    internal sealed record GetTotal;

    internal sealed record GetAny;

    internal static class Other
    {
        internal sealed record GetItems;
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseUpper)]
    [JsonSerializable(typeof(Items))]
    [JsonSerializable(typeof(State))]
    internal sealed partial class CartJson : JsonSerializerContext;
}
