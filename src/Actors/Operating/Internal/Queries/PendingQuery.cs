namespace Akka.Events.Operating.Internal.Queries;

/// <summary>A query that hasn't been answered yet: where it is, and what has come of it so far.</summary>
internal sealed class PendingQuery(long id, AskEntity ask, long begun)
{
    public long Id { get; } = id;

    public AskEntity Ask { get; } = ask;

    public string KeyText => Topics.KeyText.ToText(Ask.Key);

    public long Begun { get; } = begun;

    /// <summary>Of the attempt that is under way: what comes of an earlier one's refusal doesn't count.</summary>
    public int Attempt { get; private set; }

    public QueryPlace Place { get; private set; }

    /// <summary>The node that was asked, of <see cref="QueryPlace.Elsewhere"/>.</summary>
    public ShardOwner? Owner { get; private set; }

    public long SentAt { get; private set; }

    /// <summary>Who has the shard is to be asked again.</summary>
    public bool IsDue { get; set; }

    /// <summary>Why the last one who was asked had no answer; null where nobody has said so.</summary>
    public string? Refusal { get; private set; }

    public void Sent(QueryPlace place, ShardOwner? owner, long now)
    {
        Attempt++;
        Place = place;
        Owner = owner;
        SentAt = now;
        IsDue = false;
    }

    /// <summary>Who has the shard says what keeps it from answering.</summary>
    public void Said(string what) => Refusal = what;

    /// <summary>It waits until the shard is somewhere.</summary>
    public void Refused(string why)
    {
        Place = QueryPlace.Waiting;
        Refusal = why;
    }
}
