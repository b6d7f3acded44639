using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Letters;

namespace Akka.Events.Committing.Internal;

/// <summary>
/// The dead letters that a shard's journal holds and that are not sent, as far as is known: sent behind their commit, and noted as sent with
/// the next. Whoever takes the shard over sends what isn't noted. Used on the committer's turn only.
/// </summary>
internal sealed class JournalLetters(LetterPost post, LetterCarrier carrier)
{
    private readonly Dictionary<LetterId, JournalLetter> _unsent = []; // in order
    private List<LetterId> _sent = []; // and not noted

    /// <summary>Those not known to be sent.</summary>
    public IReadOnlyList<JournalLetter> Unsent => [.. _unsent.Values];

    /// <summary>Some are sent, which the journal doesn't know.</summary>
    public bool HasToNote => _sent.Count > 0;

    /// <summary>What a former owner has left.</summary>
    public void Recover(IEnumerable<JournalLetter> letters)
    {
        foreach (var letter in letters) _unsent[letter.Id] = letter;
    }

    /// <inheritdoc cref="Recover(IEnumerable{JournalLetter})"/>
    public void Recover(JournalBatch batch) =>
        JournalBatchReader.ReadLetters(batch, letter => _unsent[letter.Id] = letter, sent => _unsent.Remove(sent));

    /// <summary>Sends what was recovered.</summary>
    public LettersUnsent Begin()
    {
        foreach (var letter in _unsent.Values) Carry(letter);
        return new LettersUnsent(_unsent.Count, _unsent.Values.Sum(letter => (long)letter.Record.Size));
    }

    /// <summary>Letters are durable.</summary>
    public void Committed(IReadOnlyList<JournalLetter> letters)
    {
        foreach (var letter in letters)
        {
            _unsent[letter.Id] = letter;
            Carry(letter);
        }
    }

    /// <summary>What is sent and not noted; it is noted then.</summary>
    public IReadOnlyList<LetterId> TakeSent()
    {
        if (_sent.Count == 0) return [];
        var sent = _sent;
        _sent = [];
        return sent;
    }

    /// <summary>Something has come of a letter.</summary>
    /// <returns>What there is less to send; null for nothing.</returns>
    public LettersUnsent? On(LetterMessage message)
    {
        if (carrier.On(message) is not { Of: JournalLetter letter }) return null;
        _unsent.Remove(letter.Id);
        _sent.Add(letter.Id);
        return new LettersUnsent(-1, -letter.Record.Size);
    }

    private void Carry(JournalLetter letter) => carrier.Carry(new CarriedLetter(letter.Record.Topic, letter, () => post.Send(letter.Record)));
}
